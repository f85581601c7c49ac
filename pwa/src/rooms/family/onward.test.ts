import { beforeEach, expect, it } from "vitest";
import { knocked, onward } from "./onward";

beforeEach(() => sessionStorage.clear());

it("leads on to the messages once, for whoever met the door on the way there", () => {
  knocked("/messages");
  expect(onward("/home")).toBe("/messages?new");
  expect(onward("/home")).toBe("/home");
});

it("keeps nothing of an opened message's address, and leads nowhere else", () => {
  knocked("/messages/seat/notice");
  expect(Object.values({ ...sessionStorage }).join()).not.toContain("notice");
  expect(onward("/home")).toBe("/messages?new");
  for (const path of ["/", "/home", "/desk", "/messages-of-others"]) {
    knocked(path);
    expect(onward("/home")).toBe("/home");
  }
  sessionStorage.setItem("lollipop.onward", "https://elsewhere.example/");
  expect(onward("/home")).toBe("/home");
});
