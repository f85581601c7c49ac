import { fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { green, hall } from "../../../test/unit/people";
import { refuse, serve } from "../../../test/unit/server";
import { post } from "../../api/send";
import { door, enter, session } from "../../session";
import FirstRun, { slugOf } from "./FirstRun";
import OneTimeLink from "./OneTimeLink";
import Passphrase from "./Passphrase";
import SignIn from "./SignIn";
import { SignInAgain } from "./SignInAgain";

const nobody = { ...hall, signed_in: false };

beforeEach(() => {
  localStorage.clear();
  enter(nobody);
  door.set(hall.school);
});
afterEach(() => vi.unstubAllGlobals());

const fill = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const submit = (name: string) =>
  fireEvent.submit(screen.getByRole("button", { name }).closest("form") as HTMLFormElement);

function signIn() {
  fill("E-mail address", " hall@hook-lane.sch.example ");
  fill("Passphrase", "three words apart");
  submit("Sign in");
}

describe("signing in", () => {
  it("shows the server's own sentence when it does not go together, and keeps what was typed", async () => {
    serve(() => refuse(401, "signed_out", "That school, e-mail address and passphrase do not go together."));
    const { container } = draw(SignIn, nobody, "/sign-in");
    signIn();
    expect(await screen.findByText(/do not go together/)).toBeTruthy();
    expect((screen.getByLabelText("E-mail address") as HTMLInputElement).value).toMatch(/hall@/);
    expect(await faults(container)).toEqual([]);
  });

  it("sends the school of the address, and lets the person in", async () => {
    const sent = serve(() => hall);
    draw(SignIn, nobody, "/sign-in");
    signIn();
    await vi.waitFor(() => expect(session.get()).toMatchObject({ person: { name: "Mrs Hall" } }));
    const body = { school: "hook-lane", email: "hall@hook-lane.sch.example", passphrase: "three words apart" };
    expect(sent[0]?.body).toEqual(body);
  });
});

describe("another passphrase", () => {
  const change = () => {
    fill("The passphrase that you have", "three words apart");
    fill("The passphrase that you want", "four words far apart");
    submit("Change it");
  };

  it("says at the field what is wrong, and keeps what was typed", async () => {
    serve(() => ({ ...refuse(422, "invalid", "That is not your passphrase."), field: "now" }));
    const { container } = draw(Passphrase, hall, "/passphrase");
    change();
    expect(await screen.findByText(/not your passphrase/)).toBeTruthy();
    expect((screen.getByLabelText("The passphrase that you want") as HTMLInputElement).value).toMatch(/four/);
    expect(await faults(container)).toEqual([]);
  });

  it("is changed, and nothing of either stays on the screen", async () => {
    const sent = serve(() => hall);
    const { container } = draw(Passphrase, hall, "/passphrase");
    change();
    expect(await screen.findByText(/is changed/)).toBeTruthy();
    expect(sent[0]).toMatchObject({
      path: "/passphrase",
      body: { now: "three words apart", passphrase: "four words far apart" },
    });
    expect(container.querySelector("input")).toBeNull();
    expect(await faults(container)).toEqual([]);
  });
});

describe("a session that ended under a screen", () => {
  it("is signed in again over it, and what was sent is sent again as the same operation", async () => {
    let out = true;
    const sent = serve(one => {
      if (one.path === "/sign-in") {
        out = false;
        return hall;
      }
      return out ? refuse(401, "signed_out", "Sign in again.") : { id: "p1", devices: [] };
    });
    enter(hall);
    render(<SignInAgain />);
    const handedIn = post("/api/desk/hand-in", { body: { pupil: "p1" } });
    expect(await screen.findByText("Are you still there?")).toBeTruthy();
    signIn();
    expect(await handedIn).toMatchObject({ id: "p1" });
    const tries = sent.filter(one => one.path === "/desk/hand-in");
    expect(tries).toHaveLength(2);
    expect(tries[0]?.operation).toBe(tries[1]?.operation);
    await vi.waitFor(() => expect(screen.queryByText("Are you still there?")).toBeNull());
  });

  it("hands another person's screen over empty", async () => {
    const away = vi.fn();
    vi.stubGlobal("location", { ...location, origin: location.origin, href: location.href, assign: away });
    const sent = serve(one => (one.path === "/sign-in" ? green : refuse(401, "signed_out", "Sign in again.")));
    enter(hall);
    render(<SignInAgain />);
    void post("/api/desk/hand-in", { body: { pupil: "p1" } }).catch(() => undefined);
    await screen.findByText("Are you still there?");
    signIn();
    await vi.waitFor(() => expect(away).toHaveBeenCalledWith("/"));
    expect(sent.filter(one => one.path === "/desk/hand-in")).toHaveLength(1);
  });
});

describe("a one-time link", () => {
  it("lets somebody choose a passphrase, and says what is wrong with it beside the field", async () => {
    const preview = { purpose: "passphrase", school: "Hook Lane", name: "Mrs Hall", ends: "2026-12-07T08:00:00Z" };
    const sent = serve(one =>
      one.method === "GET" ? preview : refuse(422, "invalid", "Use at least 12 characters.", { field: "passphrase" }),
    );
    draw(OneTimeLink, nobody, "/link/tok", "/link/:token");
    await screen.findByText("Mrs Hall");
    fill("Choose a passphrase", "short");
    submit("Come in");
    expect(await screen.findByText("Use at least 12 characters.")).toBeTruthy();
    expect(screen.getByLabelText("Choose a passphrase").getAttribute("aria-invalid")).toBe("true");
    expect(sent.at(-1)).toMatchObject({ path: "/links/tok", body: { passphrase: "short" } });
  });

  it("that does not work says so", async () => {
    serve(() => refuse(404, "not_found", "This link does not work."));
    draw(OneTimeLink, nobody, "/link/tok", "/link/:token");
    expect(await screen.findByText("This link does not work.")).toBeTruthy();
  });
});

describe("the first run", () => {
  it("says of a dead link that the server prints a newer one", async () => {
    serve(() => refuse(404, "not_found", "This link does not work."));
    draw(FirstRun, nobody, "/first-run/old", "/first-run/:token?");
    expect(await screen.findByText(/only the newest works/)).toBeTruthy();
  });

  it("proposes a short name and shows each field's own mistake", async () => {
    expect(slugOf("St Mary’s C. of E. Primary")).toBe("st-marys-c-of-e-primary");
    const parts = [{ field: "phone", title: "Give the school's telephone number." }];
    const preview = { purpose: "first_administrator", ends: "2026-12-07T08:00:00Z", presets: ["anthony-roper"] };
    serve(one =>
      one.method === "GET" ? preview : refuse(422, "invalid", "Some of this needs another look.", { parts }),
    );
    const { container } = draw(FirstRun, nobody, "/first-run/tok", "/first-run/:token?");
    await screen.findByLabelText("The school's name");
    fill("The school's name", "Hook Lane");
    await vi.waitFor(() =>
      expect((screen.getByLabelText("Its short name in addresses") as HTMLInputElement).value).toBe("hook-lane"),
    );
    submit("Set up the school");
    expect((await screen.findAllByText("Give the school's telephone number.")).length).toBeGreaterThan(0);
    expect(await faults(container)).toEqual([]);
  });
});
