import { render } from "@testing-library/preact";
import { afterEach, describe, expect, it } from "vitest";
import { accessible } from "../../../test/unit/axe";
import { languages } from "../../session";
import { examples } from "./examples";

afterEach(() => languages.set([]));

describe("tongue", () => {
  accessible(examples);

  it("says the language in the reader’s words and in its own, and each once", () => {
    const words = Object.values(examples).map(one => {
      const { container, unmount } = render(one());
      const text = container.textContent;
      unmount();
      return text;
    });
    expect(words).toEqual(["Urdu · اردو", "English", "Pashto", "Language not known"]);
  });
});
