import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { done, fresh, listen, look } from "./house";
import { expect, test } from "./ours";

// A fresh installation without a demo: an empty folder, the link that the server prints, a school, an empty first screen.

interface Running {
  server: ChildProcess;
  /** The printed address of the first administrator. */
  link: string;
  origin: string;
  folder: string;
}

/** Makes the database in an empty folder and serves it, as whoever installs it does by hand. */
async function install(port: number): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), "lollipop-first-run-"));
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env.PATH,
    LOLLIPOP_DATA: folder,
    LOLLIPOP_LISTEN: `127.0.0.1:${port}`,
    LOLLIPOP_ORIGIN: origin,
  };
  const made = spawnSync("../bin/lollipop", ["migrate"], { env, encoding: "utf8" });
  expect(made.status, made.stderr).toBe(0);
  const server = spawn("../bin/lollipop", ["serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const link = await new Promise<string>((found, failed) => {
    let said = "";
    const hear = (piece: Buffer) => {
      said += piece.toString();
      const printed = said.match(/http:\S+\/first-run\/\S+/);
      if (printed) found(printed[0]);
    };
    server.stdout?.on("data", hear);
    server.stderr?.on("data", hear);
    server.on("exit", () => failed(new Error(`the server stopped: ${said}`)));
  });
  return { server, link, origin, folder };
}

const STAFF = `Staff Code,Title,Forename,Surname,Email,Role,Registration Group
S001,Ms,Aiko,Ito,ito@st-marys.sch.example,Office,
`;

const kinds = [
  { port: 8196, preset: "Handed in at the office", first: /^Phones (in|home)$/, empty: "Nobody is here yet" },
  { port: 8197, preset: "Off and put away", first: "Off and put away?", empty: "No class is yours to check" },
];

for (const kind of kinds) {
  test(`an empty folder becomes a school: ${kind.preset}`, async ({ browser }, info) => {
    const running = await install(kind.port);
    try {
      const context = await fresh(browser, info, { baseURL: running.origin });
      const page = await context.newPage();
      const own = { ...info, project: { ...info.project, use: { baseURL: running.origin } } };
      listen(page, own);
      await page.goto(running.link);
      await look(page, info, `first-run-${kind.port}`);
      await page.getByLabel("The school's name").fill("St Mary’s Primary");
      await expect(page.getByLabel("Its short name in addresses")).toHaveValue("st-marys-primary");
      await page.getByLabel("The school's telephone number").fill("01632 960147");
      await page.getByText(kind.preset, { exact: true }).click();
      await page.getByLabel("Your name, as colleagues say it").fill("Ms Okafor");
      await page.getByLabel("Your school e-mail address").fill("okafor@st-marys.sch.example");
      await page.getByLabel("Your passphrase").fill("short");
      await page.getByRole("button", { name: "Set up the school" }).click();
      await expect(page.getByLabel("Your passphrase"), "what is wrong stands at its field").toHaveAttribute(
        "aria-invalid",
        "true",
      );
      await look(page, info, `first-run-refused-${kind.port}`);
      await page.getByLabel("Your passphrase").fill("four lamps walk home");
      await page.getByRole("button", { name: "Set up the school" }).click();
      await expect(page).not.toHaveURL(/first-run/);
      await expect(page.getByText("Nobody is here yet")).toBeVisible();
      await look(page, info, `first-screen-${kind.port}`);

      // The administrator brings in the first colleague and lets her in; her screen is empty, and says so.
      await page.goto("/import");
      await page.getByText("Staff", { exact: true }).first().click();
      await page.locator("input[type=file]").setInputFiles({
        name: "staff.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(STAFF),
      });
      await page.getByRole("button", { name: /^Bring in/ }).click();
      await page.getByRole("link", { name: "See the staff" }).click();
      await page.getByRole("button", { name: "Make a sign-in link, Ms Ito" }).click();
      const sheet = page.getByRole("dialog");
      await sheet.getByRole("button", { name: "Make a sign-in link" }).click();
      const url = (await sheet.locator(".url").textContent()) ?? "";
      const office = await (await fresh(browser, info, { baseURL: running.origin })).newPage();
      listen(office, own);
      await office.goto(url);
      await office.getByLabel("Choose a passphrase").fill("nine kites over rooftops");
      await office.getByRole("button", { name: "Come in" }).click();
      await expect(office.getByRole("heading", { level: 1, name: kind.first })).toBeVisible();
      await expect(office.getByText(kind.empty)).toBeVisible();
      await look(office, info, `empty-${kind.port}`);
      await done(office);

      // A second school cannot be made by the same address.
      await page.goto(running.link);
      await expect(page.getByRole("alert")).toBeVisible();
      await expect(page.getByRole("button", { name: "Set up the school" })).toHaveCount(0);
      await done(page);
    } finally {
      running.server.removeAllListeners("exit");
      const gone = new Promise(over => running.server.once("exit", over));
      running.server.kill("SIGTERM");
      await gone;
      rmSync(running.folder, { recursive: true, force: true });
    }
  });
}
