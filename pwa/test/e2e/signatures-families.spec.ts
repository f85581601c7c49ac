import { print, readAll, readOn, sign, signatures, strangers, tick } from "./families";
import { be, call, comeIn, done, look, people, phone } from "./house";
import { expect, test } from "./ours";

// A signature arrives once and for the words that were read, whatever the network does and the head publishes meanwhile.

test.describe.configure({ timeout: 120_000 });

test("the network goes before, during and after the signature: it counts exactly once", async ({ browser }, info) => {
  const office = await be(browser, people.hookOffice, info);
  const three = (await strangers(office, "Oak")).slice(0, 3);
  const letters = await print(
    office,
    three.map(each => each.adult),
  );
  const [before, during, after] = letters;
  if (!before || !during || !after) throw new Error("no letters");

  // Before: kept on the telephone, said so, and sent when there is a network again.
  const page = await phone(browser, info);
  await comeIn(page, before);
  await readAll(page);
  await tick(page);
  await page.context().setOffline(true);
  await sign(page);
  await expect(page.getByText("Kept on this phone").first()).toBeVisible({ timeout: 20_000 });
  await page.screenshot({ path: `shots/e2e/${info.project.name}-kept.png` });
  await page.context().setOffline(false);
  await expect.poll(async () => (await signatures(page)).length, { timeout: 30_000 }).toBe(2);
  await page.goto("/home");
  await expect(page.getByText("School asks you for nothing now.")).toBeVisible();
  expect((await signatures(page)).length).toBe(2);
  await done(page);

  // During: the school has it, the answer is lost on the way. The same signature is asked for again, not a second one.
  const second = await phone(browser, info);
  await comeIn(second, during);
  await readAll(second);
  await tick(second);
  const operations: (string | undefined)[] = [];
  await second.route("**/api/aup/signatures", async route => {
    const { method, headers } = { method: route.request().method(), headers: route.request().headers() };
    if (method !== "POST") return route.fallback();
    operations.push(headers["operation-id"]);
    if (operations.length > 1) return route.fallback();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await sign(second);
  await expect(second.getByText("Saved at school")).toBeVisible({ timeout: 20_000 });
  expect(operations.length, "it was asked for again").toBeGreaterThan(1);
  expect(new Set(operations).size, "as the same operation").toBe(1);
  expect((await signatures(second)).length).toBe(2);
  await done(second);

  // After: saved is saved.
  const third = await phone(browser, info);
  await comeIn(third, after);
  await readAll(third);
  await tick(third);
  await sign(third);
  await expect(third.getByText("Saved at school")).toBeVisible();
  await third.context().setOffline(true);
  await third.getByRole("link", { name: "Home" }).first().click();
  await third.context().setOffline(false);
  await third.goto("/home");
  await expect(third.getByText("School asks you for nothing now.")).toBeVisible();
  expect((await signatures(third)).length).toBe(2);
  await done(third);
  await done(office);
});

test("a version that is replaced while it is read: told kindly, what changed is read, and that is signed", async ({
  browser,
}, info) => {
  const office = await be(browser, people.hookOffice, info);
  const [reader, signer] = (await strangers(office, "Kestrel")).map(one => one.adult);
  const letters = await print(office, [reader ?? "", signer ?? ""]);
  const [page, before] = [await phone(browser, info), await phone(browser, info)];
  if (!letters[0] || !letters[1]) throw new Error("nobody in Kestrel has no letter");
  await comeIn(before, letters[1]);
  await readAll(before);
  await tick(before);
  await sign(before);
  await expect(before.getByText("Saved at school")).toBeVisible();
  await comeIn(page, letters[0]);
  await page.getByRole("button", { name: "Next" }).click();

  interface Text {
    number: number;
    title: string;
    intro: string;
    statements: { key: string; text: string }[];
  }
  const head = await be(browser, people.hookHead, info);
  const all = await call<{ items: { document: string; current: Text }[] }>(head, "/api/aup/documents");
  const was = all.said.items.find(one => one.document === "parents")?.current;
  if (!was) throw new Error("nothing is published");
  const [first, ...rest] = was.statements.map(({ key, text }) => ({ key, text }));
  const statements = [{ key: first?.key ?? "", text: "I now read this in quite other words." }, ...rest];
  const published = await call(head, "/api/aup/documents/parents/publish", {
    title: was.title,
    intro: was.intro,
    statements,
  });
  expect(published.status).toBe(200);
  await done(head);

  await readAll(page);
  await tick(page);
  await sign(page);
  await expect(page.getByText("School changed this while you were reading.")).toBeVisible();
  await expect(page.getByText("I now read this in quite other words.").first()).toBeVisible();
  await expect(
    page
      .locator("del")
      .filter({ hasText: first?.text ?? "" })
      .first(),
    "the old words beside it",
  ).toBeVisible();
  expect(await signatures(page), "nothing was signed meanwhile").toEqual([]);
  await look(page, info, "replaced");
  await readOn(page, "en", async nth => expect(nth, "only what changed").toBeLessThan(4));
  await tick(page);
  await sign(page);
  await expect(page.getByText("Saved at school")).toBeVisible();
  expect((await signatures(page)).map(one => [one.document, one.number])).toEqual([["parents", was.number + 1]]);

  // Who signed before is asked again, with time.
  await before.goto("/home");
  await expect(before.getByText("Changed", { exact: true })).toBeVisible();
  await expect(before.getByText(/Please answer by /)).toBeVisible();
  await look(before, info, "asked-again");
  await done(before);
  await done(page);
  await done(office);
});
