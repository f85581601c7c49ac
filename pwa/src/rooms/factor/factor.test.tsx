import { fireEvent, render, screen } from "@testing-library/preact";
import { LocationProvider } from "preact-iso";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../test/unit/axe";
import { draw } from "../../../test/unit/draw";
import { hall } from "../../../test/unit/people";
import { refuse, type Sent, serve as served } from "../../../test/unit/server";
import { post, read } from "../../api/send";
import { forgetWords } from "../../i18n/words";
import { enter, session } from "../../session";
import Factor, { backFrom } from "./Factor";
import { Over } from "./Over";
import { fours } from "./SetUp";

const none = { items: [], codes_left: 0, proved: false, asks: false, passkeys: true };
const app = { id: "f1", kind: "totp", name: "", made: "2026-11-20T09:00:00Z", last: "2026-11-23T08:00:00Z" };
const blue = { id: "f2", kind: "passkey", name: "blue key", made: "2026-11-21T09:00:00Z" };
const mine = { ...none, items: [app], codes_left: 7, proved: true };
const set = {
  secret: "ABCDEFGHIJ234567",
  url: "otpauth://totp/Lollipop:x?secret=A",
  qr: { size: 29, path: "M4 4h7v1h-7z" },
};
const needed = refuse(403, "denied", "Confirm that it is you.", { key: "access.factor.needed" });

/** The server of a test; staff's sentences, which come with what lies over a screen, are there already. */
const serve = (answer: (one: Sent) => object | undefined) => {
  return served(one => (one.path.includes("/locales/") ? { lang: "en", dir: "ltr", messages: {} } : answer(one)));
};

const fill = (label: string | RegExp, value: string) =>
  fireEvent.input(screen.getByLabelText(label), { target: { value } });
const submit = (name: string) =>
  fireEvent.submit(screen.getByRole("button", { name }).closest("form") as HTMLFormElement);
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));

vi.mock("@simplewebauthn/browser", () => ({
  startRegistration: async (asked: { optionsJSON: unknown }) => ({ made: asked.optionsJSON }),
  startAuthentication: async () => {
    throw new Error("the person pressed cancel");
  },
}));

beforeEach(() => {
  enter(hall);
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("PublicKeyCredential", class {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  forgetWords();
});

describe("setting a second step up", () => {
  it("shows the app its picture and its text, takes a code, and gives codes for paper this once", async () => {
    const answers: Record<string, object> = {
      "GET /factor": none,
      "POST /factor/app": set,
      "POST /factor/app/confirm": { ...mine, codes: ["ABCDE-FGHJK", "12345-6789A"] },
    };
    const sent = serve(one => answers[`${one.method} ${one.path}`]);
    const { container } = draw(Factor, hall, "/factor");
    await screen.findByRole("button", { name: "Set the app up" });
    expect(await faults(container)).toEqual([]);
    press("Set the app up");
    expect(await screen.findByText("ABCD EFGH IJ23 4567")).toBeTruthy();
    expect(screen.getByRole("img", { name: /scan/ })).toBeTruthy();
    expect(screen.getByRole("link", { name: /on this device/ }).getAttribute("href")).toBe(set.url);
    const field = screen.getByLabelText("The six digits");
    expect([field.getAttribute("autocomplete"), field.getAttribute("inputmode")]).toEqual(["one-time-code", "numeric"]);
    expect(await faults(container)).toEqual([]);
    fill("The six digits", "123456");
    submit("Finish");
    expect(await screen.findByText("ABCDE-FGHJK")).toBeTruthy();
    expect(sent.at(-1)?.body).toEqual({ code: "123456" });
    expect(await faults(container)).toEqual([]);
    press("I have them on paper");
    expect(await screen.findByText("Authenticator app")).toBeTruthy();
    expect(container.textContent).not.toContain("ABCDE-FGHJK");
  });

  it("asks for the passphrase where the server wants it, and says at the field what is wrong", async () => {
    const sent = serve(one =>
      one.method === "GET"
        ? { ...none, asks: true }
        : refuse(422, "invalid", "That is not your passphrase.", { field: "passphrase" }),
    );
    const { container } = draw(Factor, hall, "/factor");
    await screen.findByLabelText("The passphrase that you have");
    fill("The passphrase that you have", "three words apart");
    press("Set the app up");
    expect(await screen.findByText("That is not your passphrase.")).toBeTruthy();
    expect(sent.at(-1)?.body).toEqual({ passphrase: "three words apart" });
    expect(await faults(container)).toEqual([]);
  });

  it("adds a passkey under a name", async () => {
    const sent = serve(one =>
      one.path === "/factor/passkey"
        ? { options: '{"challenge":"c"}' }
        : one.path === "/factor/passkey/confirm"
          ? { ...mine, items: [app, blue] }
          : none,
    );
    draw(Factor, hall, "/factor");
    await screen.findByLabelText("What you call it");
    fill("What you call it", "blue key");
    press("Add a passkey");
    expect(await screen.findByText("blue key")).toBeTruthy();
    expect(sent.at(-1)?.body).toEqual({ answer: '{"made":{"challenge":"c"}}', name: "blue key" });
  });

  it("says where a browser makes no passkeys", async () => {
    vi.stubGlobal("PublicKeyCredential", undefined);
    Reflect.deleteProperty(window, "PublicKeyCredential");
    serve(() => none);
    draw(Factor, hall, "/factor");
    expect(await screen.findByText(/cannot make a passkey/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Add a passkey" })).toBeNull();
  });
});

describe("what somebody has", () => {
  it("is removed only after a second look, and codes are made anew", async () => {
    const sent = serve(one =>
      one.path === "/factors/f1/remove"
        ? none
        : one.path === "/factor/codes"
          ? { ...mine, codes: ["ABCDE-FGHJK"] }
          : mine,
    );
    const { container } = draw(Factor, hall, "/factor?back=%2Fconcerns", "/factor");
    expect(await screen.findByText("7 are left")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Go on to where you were" }).getAttribute("href")).toBe("/concerns");
    expect(await faults(container)).toEqual([]);
    press("Remove, Authenticator app");
    expect(await screen.findByText(/your last one/)).toBeTruthy();
    expect(sent.every((one: Sent) => one.method === "GET")).toBe(true);
    fireEvent.click(screen.getAllByRole("button", { name: "Remove" }).at(-1) as HTMLElement);
    expect(await screen.findByRole("button", { name: "Set the app up" })).toBeTruthy();
  });

  it("leads back to the app's own addresses alone", () => {
    expect(["/a?b=c", "//evil.example", "/\\evil.example", "https://evil.example", undefined].map(backFrom)).toEqual([
      "/a?b=c",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(fours("ABCDEFGHI")).toBe("ABCD EFGH I");
  });
});

const over = () =>
  render(
    <LocationProvider>
      <Over />
    </LocationProvider>,
  );

describe("a proof that is wanted", () => {
  /** A server that wants a proof, until it gets the right code. */
  function wanting(has: object) {
    let proved = false;
    return serve(one => {
      if (one.path === "/factor") return has;
      if (one.path === "/factor/prove/passkey") return { options: "{}" };
      if (one.path === "/factor/prove") {
        proved = (one.body as { code: string }).code === "123456";
        return proved ? mine : refuse(422, "invalid", "That code is not right.", { field: "code" });
      }
      return proved ? { id: "p1" } : needed;
    });
  }

  it("is asked for over the screen, and what was sent is sent again as the same operation", async () => {
    const sent = wanting(mine);
    const { container } = over();
    const change = post("/api/desk/hand-in", { body: { pupil: "p1" } });
    const reading = read("/api/desk", {});
    const field = await screen.findByLabelText("The six digits");
    await vi.waitFor(() => expect(document.activeElement).toBe(field));
    expect(await faults(container)).toEqual([]);
    fill("The six digits", "000000");
    submit("Confirm");
    expect(await screen.findByText("That code is not right.")).toBeTruthy();
    fill("The six digits", "123456");
    submit("Confirm");
    expect(await change).toMatchObject({ id: "p1" });
    expect(await reading).toMatchObject({ id: "p1" });
    const tries = sent.filter(one => one.path === "/desk/hand-in");
    expect(tries).toHaveLength(2);
    expect(tries[0]?.operation).toBe(tries[1]?.operation);
    await vi.waitFor(() => expect(screen.queryByText("Confirm that it is you")).toBeNull());
  });

  it("takes a recovery code, typed with all keys", async () => {
    const sent = wanting(mine);
    over();
    void post("/api/desk/hand-in", { body: { pupil: "p1" } }).catch(() => undefined);
    await screen.findByLabelText("The six digits");
    press("Use a recovery code instead");
    expect(screen.getByLabelText("A recovery code").getAttribute("inputmode")).toBeNull();
    fill("A recovery code", "abcde-fghjk");
    submit("Confirm");
    await vi.waitFor(() => expect(sent.at(-1)?.body).toEqual({ code: "abcde-fghjk" }));
  });

  it("by a passkey that does not answer says so, and leaves the other ways", async () => {
    wanting({ ...mine, items: [app, blue] });
    over();
    void post("/api/desk/hand-in", { body: { pupil: "p1" } }).catch(() => undefined);
    await screen.findByLabelText("The six digits");
    press("Use your passkey");
    expect(await screen.findByText(/did not answer/)).toBeTruthy();
    expect(screen.getByLabelText("The six digits")).toBeTruthy();
  });

  it("that is put off refuses what was asked", async () => {
    wanting(mine);
    over();
    const change = post("/api/desk/hand-in", { body: { pupil: "p1" } });
    await screen.findByLabelText("The six digits");
    press("Close");
    await expect(change).rejects.toMatchObject({ body: { key: "access.factor.needed" } });
  });

  it("by whoever has nothing yet leads to where it is set up, and back", async () => {
    serve(() => refuse(403, "denied", "Set one up first.", { key: "access.factor.none" }));
    history.replaceState(null, "", "/concerns?box=open");
    over();
    const reading = read("/api/desk", {});
    expect(await screen.findByText("Set one up first.")).toBeTruthy();
    press("Set one up");
    await expect(reading).rejects.toMatchObject({ body: { key: "access.factor.none" } });
    expect(location.pathname + location.search).toBe("/factor?back=%2Fconcerns%3Fbox%3Dopen");
  });
});

describe("news of one's second step", () => {
  it("stands over every screen until it was read", async () => {
    const told = { ...hall, factor_news: { what: "reset", at: "2026-11-22T18:00:00Z" } as const };
    const sent = serve(one => (one.path === "/me" ? hall : mine));
    enter(told);
    const { container } = over();
    expect(await screen.findByText(/was reset/)).toBeTruthy();
    expect(await faults(container)).toEqual([]);
    press("It was me");
    await vi.waitFor(() => expect(screen.queryByText(/was reset/)).toBeNull());
    expect(sent.find(one => one.method === "POST")?.path).toBe("/factor/read");
    expect(session.get()).toMatchObject({ signed_in: true });
  });
});
