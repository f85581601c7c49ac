/** The sizes that the words of a form can have, the largest first. */
const SIZES = [1, 0.94, 0.88, 0.82];

/**
 * Puts blocks of these heights on pages with that much room, in their order and never one on two. The last, where one
 * signs, is not alone on its page: nobody signs a sheet that does not say what.
 */
export function paged(heights: readonly number[], gap: number, room: number): number[][] {
  const height = (page: readonly number[]) => page.reduce((sum, at, i) => sum + (heights[at] ?? 0) + (i ? gap : 0), 0);
  const pages: number[][] = [];
  heights.forEach((_, at) => {
    const page = pages.at(-1);
    if (page && height([...page, at]) <= room) page.push(at);
    else pages.push([at]);
  });
  const [before, last] = pages.slice(-2);
  while (before && last && last.length < 3 && before.length > 3) {
    const moved = before.at(-1) as number;
    if (height([moved, ...last]) > room) break;
    last.unshift(before.pop() as number);
  }
  return pages;
}

/** How a form lies on its pages, and how large its words are. */
export interface Laid {
  size: number;
  pages: number[][];
}

/** Measures a sheet that holds every block, and chooses the fewest pages, with the largest words that keep to them. */
export function laid(sheet: HTMLElement): Laid {
  const blocks = sheet.querySelector<HTMLElement>(".blocks") as HTMLElement;
  let best: Laid | undefined;
  for (const size of SIZES) {
    sheet.style.setProperty("--fit", String(size));
    const heights = [...blocks.children].map(one => one.getBoundingClientRect().height);
    const gap = Number.parseFloat(getComputedStyle(blocks).rowGap) || 0;
    const pages = paged(heights, gap, blocks.clientHeight);
    if (!best || pages.length < best.pages.length) best = { size, pages };
  }
  return best as Laid;
}
