import { expect, type Page } from "@playwright/test";

/** Goes on by Tab to what is called so, and holds that one can see where one is. */
export async function tabTo(page: Page, name: RegExp, most = 120): Promise<void> {
  for (let i = 0; i < most; i++) {
    const at = await page.evaluate(() => {
      const here = document.activeElement as HTMLElement;
      const label =
        here.closest("label")?.textContent ?? document.querySelector(`label[for="${here.id}"]`)?.textContent;
      // A radio or a box may show its focus on the label around it.
      const shown = [here, here.closest("label"), here.parentElement].some(one => {
        const style = one && getComputedStyle(one);
        return style && (style.outlineStyle !== "none" || style.boxShadow !== "none");
      });
      return { name: here.getAttribute("aria-label") ?? label ?? here.textContent ?? "", shown, tag: here.tagName };
    });
    if (at.tag !== "BODY" && name.test(at.name.trim())) {
      expect(at.shown, `${at.name}: the focus can be seen`).toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

/** Goes there by Tab and presses it. */
export async function press(page: Page, name: RegExp, key = "Enter"): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

/** What the keyboard would act on now is not the page as a whole: nobody is thrown back to its beginning. */
export async function notLost(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe("BODY");
}
