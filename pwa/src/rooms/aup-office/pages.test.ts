import { expect, it } from "vitest";
import { paged } from "./pages";

it("puts what fits on one page", () => {
  expect(paged([30, 20, 20, 20], 2, 100)).toEqual([[0, 1, 2, 3]]);
});

it("cuts no block: what does not fit whole begins the next page", () => {
  expect(paged([50, 40, 40, 30, 20], 2, 100)).toEqual([
    [0, 1],
    [2, 3, 4],
  ]);
});

it("counts the gaps between blocks", () => {
  expect(paged([50, 48], 2, 100)).toEqual([[0, 1]]);
  expect(paged([50, 49], 2, 100)).toEqual([[0], [1]]);
});

it("leaves nobody to sign a page that does not say what", () => {
  expect(paged([20, 20, 20, 20, 90], 0, 120)).toEqual([
    [0, 1, 2],
    [3, 4],
  ]);
  expect(paged([20, 10, 10, 10, 10, 80], 0, 100).at(-1)).toEqual([3, 4, 5]);
});

it("gives a page of its own to what is larger than a page, rather than none", () => {
  expect(paged([20, 300, 20], 0, 100)).toEqual([[0], [1], [2]]);
});
