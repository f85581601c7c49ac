// Pictures of every screen at the sizes that matter: node test/shots/shots.mjs [name…]; they land in pwa/shots/.
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { serve } from "./mock.mjs";
import { scenes } from "./scenes.mjs";

const ARGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const out = new URL("../../shots/", import.meta.url).pathname;
mkdirSync(out, { recursive: true });

const sizes = {
  phone: { width: 360, height: 740 },
  tablet: { width: 1024, height: 740 },
  small: { width: 320, height: 640 },
};
const wanted = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGS.split(" ") });
for (const [name, scene] of Object.entries(scenes)) {
  if (wanted.length && !wanted.some(part => name.includes(part))) continue;
  const server = await serve({ who: scene.who ?? "", lang: scene.lang ?? "en", fails: scene.fails });
  for (const size of scene.sizes ?? ["phone", "tablet"]) {
    const context = await browser.newContext({
      viewport: sizes[size],
      colorScheme: scene.dark ? "dark" : "light",
      forcedColors: scene.forced ? "active" : "none",
      serviceWorkers: "block",
    });
    const page = await context.newPage();
    page.on("console", message => {
      if (["error", "warning"].includes(message.type())) console.log(name, size, message.text());
    });
    page.on("pageerror", error => console.log(name, size, error.message));
    if (scene.init) await page.addInitScript(scene.init.run, scene.init.with);
    await page.goto(server.url + scene.path);
    await scene.ready?.(page).catch(error => console.log(name, size, error.message.split("\n")[0]));
    if (scene.print) await page.emulateMedia({ media: "print" });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) console.log(name, size, `scrolls sideways by ${wide}`);
    await page.screenshot({ path: `${out}${name}-${size}.png`, fullPage: scene.full ?? false });
    await context.close();
  }
  server.close();
}
await browser.close();
