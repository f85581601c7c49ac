import { fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { draw } from "../../test/unit/draw";
import { green, hall } from "../../test/unit/people";
import { link } from "../api/link";
import { spoken } from "../i18n/say";
import { Button } from "./button/Button";
import { Choice } from "./choice/Choice";
import { options } from "./choice/examples";
import { Dialog } from "./dialog/Dialog";
import { Problem } from "./problem/Problem";
import { Nav } from "./shell/Nav";
import { firstPlace, placesOf, within } from "./shell/places";
import { Screen } from "./shell/Screen";
import { Undo } from "./toast/Toast";

afterEach(() => {
  vi.useRealTimers();
  link.set("idle");
});

describe("a button", () => {
  it("that is busy or cannot be pressed does nothing, and stays to be found", () => {
    const press = vi.fn();
    const { rerender } = render(
      <Button busy onPress={press}>
        Hand in
      </Button>,
    );
    fireEvent.click(screen.getByRole("button"));
    rerender(
      <Button not="From 15:15." onPress={press}>
        Hand in
      </Button>,
    );
    fireEvent.click(screen.getByRole("button"));
    expect(press).not.toHaveBeenCalled();
    expect(screen.getByRole("button").hasAttribute("disabled")).toBe(false);
    expect(screen.getByRole("button").getAttribute("aria-description")).toBe("From 15:15.");
  });

  it("that cannot be pressed does not send its form", () => {
    const sent = vi.fn((event: Event) => event.preventDefault());
    render(
      <form onSubmit={sent}>
        <Button type="submit" not="Not yet">
          Go
        </Button>
      </form>,
    );
    fireEvent.click(screen.getByRole("button"));
    expect(sent).not.toHaveBeenCalled();
  });
});

describe("a choice", () => {
  it("does not take what may not be chosen", () => {
    const chosen = vi.fn();
    render(<Choice legend="Who?" options={options} value="" onValue={chosen} />);
    fireEvent.click(screen.getByLabelText(/Bilal/));
    expect(chosen).not.toHaveBeenCalled();
    fireEvent.click(screen.getByLabelText(/Amina/));
    expect(chosen).toHaveBeenCalledWith("amina");
  });
});

describe("a dialog", () => {
  it("closes by Escape, and gives the focus back", () => {
    const close = vi.fn();
    render(<button type="button">Open</button>);
    screen.getByText("Open").focus();
    const { unmount, container } = render(
      <Dialog title="Who?" onClose={close}>
        <p>…</p>
      </Dialog>,
    );
    fireEvent(container.querySelector("dialog") as HTMLDialogElement, new Event("cancel", { cancelable: true }));
    expect(close).toHaveBeenCalled();
    unmount();
    expect(document.activeElement).toBe(screen.getByText("Open"));
  });
});

describe("an undo", () => {
  it("counts down, and is over when the time is", async () => {
    vi.useFakeTimers({ now: new Date("2026-11-23T08:43:00Z") });
    const over = vi.fn();
    render(<Undo until={Date.now() + 3000} label="Undo, Maja" onUndo={() => undefined} onOver={over} />);
    expect(screen.getByRole("button").textContent).toBe("Undo, 3 s");
    await vi.advanceTimersByTimeAsync(1000);
    expect(screen.getByRole("button").textContent).toBe("Undo, 2 s");
    await vi.advanceTimersByTimeAsync(2000);
    expect(screen.queryByRole("button")).toBeNull();
    await vi.waitFor(() => expect(over).toHaveBeenCalled());
  });
});

describe("a problem", () => {
  it("offers to try again where that can help, and not where the answer was no", () => {
    const retry = vi.fn();
    const { rerender } = render(<Problem of={{ status: 0, kind: "offline", title: "No network." }} retry={retry} />);
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(retry).toHaveBeenCalled();
    rerender(<Problem of={{ status: 403, kind: "denied", title: "Not to the child." }} retry={retry} />);
    expect(screen.queryByRole("button")).toBeNull();
  });
});

describe("the shell", () => {
  const bar = (me = hall) => draw(() => <Nav />, me);

  it("has Tell someone on every screen, as a plain link to the school's own page", () => {
    bar();
    expect(screen.getByRole("link", { name: "Tell someone" }).getAttribute("href")).toBe("/s/hook-lane/page");
  });

  it("leads to what is the person's and nowhere else", () => {
    expect(placesOf(hall).map(one => one.href)).not.toContain("/today");
    expect(placesOf(green).map(one => one.href)).toContain("/class-check");
    expect(firstPlace(hall)).toBe("/desk");
    const here = (path: string) =>
      placesOf(hall)
        .filter(one => within(path, one))
        .map(one => one.href);
    expect(here("/confiscations/c1")).toEqual(["/confiscations"]);
    expect(here("/deskside")).toEqual([]);
  });

  it("says sending, saved and not saved, and whose screen it is", async () => {
    draw(() => <Screen title="Phones in">…</Screen>, hall);
    expect(screen.getByRole("button", { name: /Mrs Hall/ })).toBeTruthy();
    link.set("sending");
    expect(await screen.findByText("Sending…")).toBeTruthy();
    link.set("not_saved");
    expect(await screen.findByText("Not saved")).toBeTruthy();
    expect(screen.queryByText("Sending…")).toBeNull();
  });

  it("speaks the language that was chosen at once", async () => {
    bar();
    const catalogue = { lang: "xx", dir: "rtl", messages: { "pwa.tell_someone": "Dites-le" } } as const;
    spoken.set({ tag: "xx", name: "xx", dir: "rtl", catalogue });
    draw(() => <Nav />, hall);
    expect((await screen.findAllByText("Dites-le")).length).toBeGreaterThan(0);
  });
});
