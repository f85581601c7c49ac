import { fresh } from "./house";
import { expect, test } from "./ours";

test("a request, a socket and a hint to another's server are each caught", async ({ browser, strangers }, info) => {
  const context = await fresh(browser, info, { bypassCSP: true });
  const page = await context.newPage();
  // Nothing leaves this machine: a name under .invalid stands nowhere.
  await page.goto("/help");
  expect(strangers).toEqual([]);
  await page.evaluate(() => {
    void fetch("https://request.invalid/").catch(() => 0);
    new WebSocket("wss://socket.invalid");
    for (const rel of ["preconnect", "dns-prefetch", "prefetch"]) {
      const link = document.createElement("link");
      link.rel = rel;
      link.href = `https://${rel}.invalid/`;
      document.head.append(link);
    }
  });
  for (const caught of [
    "request https://request",
    "socket wss://socket",
    "hint https://preconnect",
    "hint https://dns-",
  ]) {
    await expect.poll(() => strangers.some(one => one.startsWith(caught)), caught).toBe(true);
  }
  await context.close();
  strangers.length = 0;
});
