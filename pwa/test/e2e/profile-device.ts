import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page, type TestInfo } from "@playwright/test";
import { watch } from "./ours";

/** A device with a browser of its own: whatever that writes lies under `home`, its profile as its cache and its temporary files. */
export interface Device {
  home: string;
  /** Starts the browser, as somebody who taps its symbol does; `restored` brings back what was open. */
  start(restored?: boolean): Promise<BrowserContext>;
  /** Told of every page that is shown: at once, before its own scripts. */
  shown: Shown[];
  strangers: string[];
  wipe(): void;
}

/** A page as it was when it was shown: whole from memory (`persisted`), and whatever stood on it. */
export interface Shown {
  path: string;
  persisted: boolean;
  text: string;
}

const MARK = "shown on this device ";

export function device(info: TestInfo, baseURL: string): Device {
  const home = mkdtempSync(join(tmpdir(), "lollipop-profile-"));
  for (const one of ["tmp", "config", "cache"]) mkdirSync(join(home, one));
  const shown: Shown[] = [];
  const strangers: string[] = [];
  return {
    home,
    shown,
    strangers,
    async start(restored = false) {
      const { launchOptions = {}, viewport = null } = info.project.use;
      const context = await chromium.launchPersistentContext(join(home, "profile"), {
        ...launchOptions,
        args: [...(launchOptions.args ?? []), ...(restored ? ["--restore-last-session"] : [])],
        // As on a telephone: pages are kept whole for "back".
        ignoreDefaultArgs: ["--disable-back-forward-cache"],
        env: {
          ...(process.env as Record<string, string>),
          HOME: home,
          TMPDIR: join(home, "tmp"),
          XDG_CONFIG_HOME: join(home, "config"),
          XDG_CACHE_HOME: join(home, "cache"),
        },
        baseURL,
        viewport,
        locale: "en-GB",
        timezoneId: "Europe/London",
      });
      await watch(context, strangers);
      context.on("console", said => {
        if (said.text().startsWith(MARK)) shown.push(JSON.parse(said.text().slice(MARK.length)) as Shown);
      });
      await context.addInitScript(mark => {
        addEventListener("pageshow", ({ persisted }) => {
          const fields = [...document.querySelectorAll<HTMLInputElement>("textarea, input")].map(one => one.value);
          const text = `${document.documentElement.outerHTML} ${fields.join(" ")}`;
          console.debug(mark + JSON.stringify({ path: location.pathname, persisted, text }));
        });
      }, MARK);
      return context;
    },
    wipe: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** Goes back as the browser's own button does. Playwright's goBack() knows nothing of pages that are kept whole. */
export const back = (page: Page) => page.evaluate(() => history.back());
