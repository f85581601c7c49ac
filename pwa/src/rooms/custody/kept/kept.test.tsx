import { fireEvent, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { faults } from "../../../../test/unit/axe";
import { kept } from "../../../../test/unit/custody";
import { draw } from "../../../../test/unit/draw";
import { green, hall } from "../../../../test/unit/people";
import { refuse, type Sent, serve } from "../../../../test/unit/server";
import type { OpenedConfiscation } from "../../../api/types";
import Confiscation from "./Confiscation";

const why = { key: "phones.release", section: "9.3", sentence: "Released to parents/carers at the end of the day." };
const early = {
  verdict: "not_yet",
  title: "Not before the end of the school day: from 15:15.",
  from: "2026-11-23T15:15:00Z",
  why,
} as const;

function open(first: OpenedConfiscation, answer: (sent: Sent) => object | undefined = () => undefined, me = hall) {
  const sent = serve(one => (one.method === "GET" ? first : answer(one)));
  const drawn = draw(Confiscation, me, "/confiscations/c1", "/confiscations/:id");
  return { sent, drawn };
}

const posted = (sent: Sent[]) => sent.filter(one => one.method === "POST").map(one => [one.path, one.body]);

afterEach(() => vi.unstubAllGlobals());

// Policy: phones.release (AR 9.3/9, BG 9.3/12)
describe("letting a device go home", () => {
  it("goes to the adult who was chosen, and says so only afterwards", async () => {
    const gone = kept({
      state: "released",
      released: { to: "Amina Hussain", by: "Mrs Hall", at: "2026-11-23T15:16:00Z" },
    });
    const { sent } = open(kept(), () => gone);
    fireEvent.click(await screen.findByLabelText(/Amina Hussain/));
    fireEvent.click(screen.getByRole("button", { name: "Release it" }));
    expect(await screen.findByText("Gone home")).toBeTruthy();
    expect(posted(sent)).toEqual([["/confiscations/c1/release", { adult: "a1" }]]);
  });

  it("offers nobody who may not collect, and says why", async () => {
    const { sent } = open(kept());
    const father = await screen.findByLabelText(/Bilal Hussain/);
    expect(father.getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByText("Not marked as somebody who may collect.")).toBeTruthy();
    expect(screen.getByText("Must not be contacted.")).toBeTruthy();
    fireEvent.click(father);
    fireEvent.click(screen.getByRole("button", { name: "Release it" }));
    expect(posted(sent)).toEqual([]);
  });

  it("says from when, with the school's own sentence, and offers no release before", async () => {
    open(kept({ release: early, rulings: { ...kept().rulings, release: early } }));
    expect(await screen.findByText(early.title)).toBeTruthy();
    expect(screen.getAllByText(why.sentence).length).toBeGreaterThan(0);
    expect(screen.queryByRole("button", { name: "Release it" })).toBeNull();
  });

  it("refuses the child with the school's own sentence", async () => {
    const { sent } = open(kept(), () => refuse(403, "denied", "Not to the pupil.", { why }));
    fireEvent.click(await screen.findByRole("button", { name: "The pupil asks for it" }));
    expect(await screen.findByText("Not to the pupil.")).toBeTruthy();
    expect(posted(sent)).toEqual([["/confiscations/c1/release", { child: true }]]);
  });

  it("shows a second person what the first one did", async () => {
    const gone = kept({
      state: "released",
      released: { to: "Amina Hussain", by: "Ms Reed", at: "2026-11-23T15:16:00Z" },
    });
    let reads = 0;
    serve(one =>
      one.method === "GET"
        ? reads++
          ? gone
          : kept()
        : refuse(409, "conflict", "Ms Reed released this device at 15:16."),
    );
    draw(Confiscation, hall, "/confiscations/c1", "/confiscations/:id");
    fireEvent.click(await screen.findByLabelText(/Amina Hussain/));
    fireEvent.click(screen.getByRole("button", { name: "Release it" }));
    expect(await screen.findByText("Gone home")).toBeTruthy();
    expect(screen.getByText(/released it to/).textContent).toMatch(/Ms Reed released it to Amina Hussain, .*15:16/);
  });
});

describe("a device under the safeguarding hold", () => {
  const held = kept({ held: true, secret: true, tell: "" });

  it("reads kept, ask the lead, and can be released by nobody", async () => {
    const { ground: _, ...silent } = held;
    const { drawn } = open(silent);
    expect(await screen.findByText("Kept. Ask the designated safeguarding lead.")).toBeTruthy();
    expect(screen.queryByText("Let it go home")).toBeNull();
    expect(screen.queryByText(/phone rules/)).toBeNull();
    expect(await faults(drawn.container)).toEqual([]);
  });

  it("is decided by the team, with a reason and about the parents", async () => {
    const { sent } = open({ ...held, team: true, ground: "child_protection" }, () => kept());
    fireEvent.click(await screen.findByRole("button", { name: "Decide about this hold" }));
    fireEvent.click(screen.getByRole("button", { name: "Lift the hold" }));
    expect(posted(sent)).toEqual([]);
    fireEvent.input(screen.getByLabelText("Why can it be lifted?"), { target: { value: "Nothing was found." } });
    fireEvent.click(screen.getByLabelText("Not yet"));
    fireEvent.submit(screen.getByRole("button", { name: "Lift the hold" }).closest("form") as HTMLFormElement);
    await screen.findByText("Let it go home");
    const body = { lift: true, reason: "Nothing was found.", tell_parents: "not_yet" };
    expect(posted(sent)).toEqual([["/confiscations/c1/hold", body]]);
  });
});

describe("contact first", () => {
  it("is logged with whom, how and what came of it", async () => {
    const first = { verdict: "not_yet", title: "Speak to a parent or carer first, and log it here." } as const;
    const waiting = kept({ release: first, rulings: { ...kept().rulings, release: first } });
    const { sent } = open(waiting, () => kept(), green);
    fireEvent.click((await screen.findAllByLabelText(/Bilal Hussain/))[0] as HTMLElement);
    fireEvent.click(screen.getByRole("button", { name: "We spoke" }));
    expect(await screen.findByRole("button", { name: "Release it" })).toBeTruthy();
    expect(posted(sent)).toEqual([["/confiscations/c1/contact", { adult: "a2", how: "phone", outcome: "spoke" }]]);
  });
});

describe("what a parent answered in the app", () => {
  it("is said to be theirs: nobody at school spoke to them", async () => {
    const at = "2026-11-23T11:16:00Z";
    open(kept({ contacts: [{ adult: "Amina Hussain", by: "Amina Hussain", how: "app", outcome: "will_come", at }] }));
    const said = await screen.findByText(/said in the app/);
    expect(said.textContent).toMatch(/^Amina Hussain said in the app that they will come, .*11:16\.$/);
    expect(screen.queryByText(/spoke to/)).toBeNull();
  });
});

describe("a teacher who may not act on it", () => {
  it("reads what happens next", async () => {
    open(kept({ keeper: false, adults: [], release: early }), undefined, green);
    expect(await screen.findByText(early.title)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /asks for it/ })).toBeNull();
  });
});
