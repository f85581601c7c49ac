import type { Page } from "@playwright/test";

/**
 * Words on the page, and in what it says to those who hear it, that no catalogue gave: in the pseudo-locale each letter
 * of a sentence of ours carries an accent. What people wrote stands in elements, or between marks, that keep its
 * direction from turning the sentence around.
 */
export const plainWords = (page: Page) =>
  page.evaluate(() => {
    const theirs = "bdi, q, [lang=en], [dir=ltr], [dir=auto], script, style, noscript, textarea, .face";
    const found: string[] = [];
    const hear = (text: string | null) => {
      let left = text ?? "";
      for (let before = ""; before !== left; ) {
        before = left;
        left = left.replace(/\u2068[^\u2068\u2069]*\u2069/g, "");
      }
      if (/[a-z]/i.test(left)) found.push(left.trim());
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (!node.parentElement?.closest(theirs)) hear(node.textContent);
    }
    for (const one of Array.from(document.body.querySelectorAll("*"))) {
      for (const name of ["aria-label", "placeholder", "title", "alt"]) hear(one.getAttribute(name));
    }
    return [...new Set(found)];
  });
