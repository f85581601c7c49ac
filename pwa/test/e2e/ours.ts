import { type Browser, type BrowserContext, test as base, expect } from "@playwright/test";

export { expect };

/** An address on this machine: the server under test, or one that a test started itself. */
const here = /^(https?|wss?):\/\/(127\.0\.0\.1|localhost)(:\d+)?\//;
const inside = /^(data|blob|about|chrome-error):/;

/**
 * Writes down what a context asks of anybody else's server: requests of pages, of frames and of the service worker, web
 * sockets, and hints that open a connection or ask for a name without a request (preconnect, dns-prefetch, prefetch).
 */
export async function watch(context: BrowserContext, strangers: string[]): Promise<void> {
  const meet = (what: string, url: string) => {
    if (!here.test(url) && !inside.test(url)) strangers.push(`${what} ${url}`);
  };
  context.on("request", request => meet("request", request.url()));
  context.on("page", page => page.on("websocket", socket => meet("socket", `${socket.url()}/`)));
  context.on("response", answer => {
    for (const [, url = ""] of (answer.headers().link ?? "").matchAll(/<([^>]*)>/g)) {
      meet("header Link", new URL(url, answer.url()).href);
    }
  });
  // A page cannot forge the mark by chance: it is made for each context.
  const mark = `hint ${crypto.randomUUID()} `;
  context.on("console", said => {
    if (said.text().startsWith(mark)) meet("hint", said.text().slice(mark.length));
  });
  await context.addInitScript(mark => {
    const told = new Set<string>();
    const see = () => {
      for (const link of document.querySelectorAll<HTMLLinkElement>("link[rel][href]")) {
        if (/canonical|alternate|author|license/.test(link.rel) || told.has(link.href)) continue;
        told.add(link.href);
        console.debug(mark + link.href);
      }
    };
    const wide = { childList: true, subtree: true, attributes: true, attributeFilter: ["href", "rel"] };
    new MutationObserver(see).observe(document, wide);
  }, mark);
}

/** Every test of the house: one in which a browser asked anything of anybody else's server has failed. */
export const test = base.extend<{ strangers: string[]; nobodyElse: undefined }>({
  strangers: async ({ baseURL: _ }, use) => use([]),
  nobodyElse: [
    async ({ browser, strangers }, use) => {
      const open = browser.newContext;
      browser.newContext = async function (this: Browser, ...options) {
        const context = await open.apply(this, options);
        await watch(context, strangers);
        return context;
      };
      await use(undefined);
      browser.newContext = open;
      expect(strangers, "what was asked of other people's servers").toEqual([]);
    },
    { auto: true },
  ],
});
