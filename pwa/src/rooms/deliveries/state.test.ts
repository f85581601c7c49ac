import { describe, expect, it } from "vitest";
import { line, NOON } from "../../../test/unit/deliveries";
import type { Delivery } from "../../api/deliveries";
import { resting, stateOf } from "./state";

const said = (more: Partial<Delivery>, now = NOON) => stateOf(line("1", more), now);

describe("how far a message came", () => {
  it.each<[Partial<Delivery>, string]>([
    [{ read_at: "2026-11-23T11:15:00Z" }, "Read in the app, 11:15"],
    [{ answered: { answer: "come", at: "2026-11-23T11:16:00Z" } }, "Answered: I’ll come, 11:16"],
    [{ answered: { answer: "call", at: "2026-11-22T11:16:00Z" } }, "Answered: please call me, yesterday, 11:16"],
    [{ told: { how: "rang", by: "Mrs Pell", at: NOON } }, "Told by phone by Mrs Pell, 12:30"],
    [{ told: { how: "spoke", by: "Mrs Pell", at: NOON } }, "Told face to face by Mrs Pell, 12:30"],
    [{ told: { how: "paper", by: "Mrs Pell", at: NOON } }, "Told on paper by Mrs Pell, 12:30"],
  ])("%j is done: %s", (more, text) => {
    expect(said({ ...more, push: "failed", result: "gone" })).toEqual({ tone: "done", symbol: "check", text });
  });

  it("says what the adult did before what the office did", () => {
    const both = { read_at: NOON, told: { how: "rang", by: "Mrs Pell", at: NOON } } as const;
    expect(said(both).text).toMatch(/^Told by phone/);
    expect(said({ ...both, answered: { answer: "come", at: NOON } }).text).toMatch(/^Answered/);
  });

  it.each<[Partial<Delivery>, string]>([
    [{ over: true }, "Not read. It is over: nothing to do"],
    [{ push: "accepted" }, "Handed to the phone’s push service, 11:11. Whether it was seen, nobody can know."],
    [{ push: "handed" }, "On its way to the phone’s push service since 11:11"],
    [{ push: "waiting" }, "Waits for its turn to be sent"],
    [{ push: "not_needed" }, "In the app; no notification was needed"],
    // A message that was never to ring has no push at all.
    [{ push: "" as never, push_at: "0001-01-01T00:00:00Z" }, "In the app; no notification was needed"],
  ])("%j is open, with no tick: %s", (more, text) => {
    const { tone, symbol, ...rest } = said(more);
    expect([tone, rest.text]).toEqual(["open", text]);
    expect(symbol).not.toBe("check");
  });

  it.each<[Partial<Delivery>, string]>([
    [{ push: "no_device", signed_in: false }, "No phone to notify: nobody is signed in"],
    [{ push: "no_device" }, "No phone to notify: signed in, but notifications are off"],
    [{ push: "failed", result: "gone" }, "The push service says the phone is gone"],
    [{ push: "failed", result: "silent" }, "Not sent: the push service did not answer"],
    [{ push: "failed", result: "something new" }, "Not sent: we do not know why"],
    [{ push: "failed" }, "Not sent: we do not know why"],
  ])("%j needs somebody: %s", (more, text) => {
    expect([said(more).tone, said(more).text]).toEqual(["bad", text]);
  });

  it.each(["not_us", "too_large", "refused", "slow", "broken", "not_allowed", "late", "signed_out"])(
    "has words for %s",
    result => {
      expect(said({ push: "failed", result }).text).toMatch(/^Not sent: (?!we do not know)/);
    },
  );

  it("waits for the morning only at night, and only what can wait", () => {
    const night = "2026-11-23T20:00:00Z";
    expect(said({ push: "waiting" }, night).text).toMatch(/^Waits for the morning/);
    expect(said({ push: "waiting", kind: "uncollected" }, night).text).toBe("Waits for its turn to be sent");
    // By the school's clock: 18:30 in Greenwich is half past seven in a London summer.
    expect([resting("2026-07-06T18:30:00Z"), resting("2026-11-23T18:30:00Z")]).toEqual([true, false]);
    expect([resting("2026-11-23T06:59:00Z"), resting("2026-11-23T07:00:00Z")]).toEqual([true, false]);
  });
});
