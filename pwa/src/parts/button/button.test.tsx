import { fireEvent, render, screen } from "@testing-library/preact";
import { describe, expect, it, vi } from "vitest";
import { accessible } from "../../../test/unit/axe";
import { Button } from "./Button";
import { examples } from "./examples";

describe("button", () => accessible(examples));

describe("a button that cannot be pressed now", () => {
  it("does nothing, and shows why once somebody presses it", () => {
    const press = vi.fn();
    const { rerender } = render(
      <Button not="Say why first." onPress={press}>
        Keep it
      </Button>,
    );
    const button = screen.getByRole("button", { name: "Keep it" });
    expect(screen.queryByText("Say why first.")).toBeNull();
    fireEvent.click(button);
    expect(press).not.toHaveBeenCalled();
    expect(screen.getByText("Say why first.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Keep it" })).toBe(button);
    rerender(<Button onPress={press}>Keep it</Button>);
    expect(screen.queryByText("Say why first.")).toBeNull();
    fireEvent.click(button);
    expect(press).toHaveBeenCalledOnce();
  });
});
