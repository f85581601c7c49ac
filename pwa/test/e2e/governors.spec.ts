import type { TestInfo } from "@playwright/test";
import { be, call, done, look, people } from "./house";
import { expect, test } from "./ours";
import { Asker, Demo } from "./script-ask";
import { prove } from "./second-step";

// A governor is helped in by the chair of governors, from a screen, and by nobody else at the school.
test.describe.configure({ mode: "serial" });

const FILE =
  "Staff Code,Title,Forename,Surname,Email,Role,Registration Group\r\n" +
  "G901,Dr,Flora,Ashdown,flora@governors.example,Governor,\r\n" +
  "G902,Ms,Rae,Larch,rae@governors.example,Governor; Teacher,\r\n";

/** The head brings in two governors, one of whom teaches; what the list does not name stays as it is. */
async function bringIn(info: TestInfo): Promise<void> {
  const head = await (await Demo.read(info.project.use.baseURL ?? "")).staff("designated safeguarding lead and head");
  const read = await head.get<{ id: string; seen: string }>("/api/imports/staff?name=governors.csv", FILE);
  await head.get(`/api/imports/${read.id}/apply`, { good_rows_only: true, leavers: [], seen: read.seen });
}

test("the chair helps a governor in, and nobody who works there", async ({ browser }, info) => {
  await bringIn(info);
  const chair = await be(browser, people.hookChair, info);
  await chair.getByRole("link", { name: "Governors" }).click();
  const line = (name: string) => chair.getByRole("listitem").filter({ hasText: name });
  await expect(line("Dr Ashdown")).toContainText("Has never signed in");
  await expect(line("Ms Larch")).toContainText("Works at the school too.");
  await expect(line("Ms Larch").getByRole("button")).toHaveCount(0);
  await look(chair, info, "governors");

  await prove((address, body) => call(chair, address, body));
  await chair.getByRole("button", { name: "Help, Dr Ashdown" }).click();
  await look(chair, info, "governors-help");
  await chair.getByRole("button", { name: "Make a sign-in link" }).click();
  const url = (await chair.locator(".slip .url").textContent()) ?? "";
  expect(url).toMatch(/\/link\/[\w-]{43}$/);
  await look(chair, info, "governors-link");

  // What the head and whoever is no chair find there.
  const governor = new Asker(info.project.use.baseURL ?? "");
  const token = url.split("/").at(-1);
  await governor.get(`/api/links/${token}`, { passphrase: "lantern walnut ferry" });
  for (const address of ["/api/governors", "/api/governors/0123456789abcdefghjkmnpqrs"]) {
    expect((await governor.ask(address)).status).toBe(404);
  }
  const head = await be(browser, people.hookHead, info);
  expect((await call(head, "/api/governors")).status).toBe(404);
  await expect(head.getByRole("link", { name: "Governors" })).toHaveCount(0);
  await done(head);

  await chair.getByRole("button", { name: "Close" }).click();
  await expect(line("Dr Ashdown")).toContainText("without a second step");
  await chair.getByRole("button", { name: "Help, Dr Ashdown" }).click();
  await chair.getByRole("button", { name: "Sign them out everywhere" }).click();
  await chair.getByRole("button", { name: "Sign them out everywhere" }).last().click();
  await expect(chair.getByText("They are signed out everywhere.")).toBeVisible();
  await look(chair, info, "governors-out");
  expect((await governor.ask("/api/policy")).status).toBe(401);
  await done(chair);
});
