import { cleanup, render } from "@testing-library/preact";
import axe from "axe-core";
import type { VNode } from "preact";
import { expect, it } from "vitest";

/** Rules that need a layout or a whole page, neither of which happy-dom has: the browser tests run them. */
const ELSEWHERE = ["color-contrast", "region", "page-has-heading-one", "landmark-one-main", "target-size"];

/** What axe finds wrong below an element, one line each. */
export async function faults(of: Element): Promise<string[]> {
  const rules = Object.fromEntries(ELSEWHERE.map(rule => [rule, { enabled: false }]));
  const found = await axe.run(of, { rules });
  return found.violations.flatMap(v => v.nodes.map(node => `${v.id}: ${v.help}: ${node.html}`));
}

/** Draws every example of a part and lets axe look at it: a part owns its proof. */
export function accessible(examples: Record<string, () => VNode>): void {
  it.each(Object.entries(examples))("%s has no fault that axe can find", async (_name, example) => {
    const { container } = render(example());
    expect(container.innerHTML).not.toBe("");
    expect(await faults(document.body)).toEqual([]);
    cleanup();
  });
}
