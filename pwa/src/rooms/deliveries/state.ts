import type { Delivery } from "../../api/deliveries";
import { clock, moment } from "../../i18n/dates";
import { type Key, known, say } from "../../i18n/say";
import type { IconName } from "../../parts/icon/paths";

/** How far a message came, as it is said. Only what a person did themselves is "done". */
export interface Said {
  tone: "done" | "open" | "bad";
  symbol: IconName;
  text: string;
}

// Telephones rest at night, by the school's clock; what cannot wait rings all the same. Both built-in policies have these
// hours, and no sentence says them: a school may have others.
const RESTS_FROM = "19:00";
const RESTS_UNTIL = "07:00";
const CANNOT_WAIT: ReadonlySet<string> = new Set(["uncollected"]);

/** Whether families' telephones rest at that moment. */
export function resting(now: string | Date): boolean {
  const time = clock(now);
  return time >= RESTS_FROM || time < RESTS_UNTIL;
}

/** A moment of today by its time alone: everything on these screens is mostly of today. */
export function when(at: string, now: string | Date): string {
  const said = moment(at, now);
  return said === say("pwa.date.today_at", { Time: clock(at) }) ? clock(at) : said;
}

/**
 * How far one message came, in words. What its adult did comes first, then what the office did, then how far the
 * telephone's ringing came: a push service that took it says nothing of anybody having seen it.
 */
export function stateOf(of: Delivery, now: string | Date): Said {
  const done = (text: string): Said => ({ tone: "done", symbol: "check", text });
  if (of.answered) {
    const args = { When: when(of.answered.at, now) };
    return done(say(of.answered.answer === "come" ? "delivery.state.come" : "delivery.state.call", args));
  }
  if (of.told) {
    return done(say(toldKey(of.told.how), { Name: of.told.by, When: when(of.told.at, now) }));
  }
  if (of.read_at) return done(say("delivery.state.read", { When: when(of.read_at, now) }));
  if (of.over) return { tone: "open", symbol: "more", text: say("delivery.state.over") };
  return ringing(of, now);
}

function toldKey(how: string): Key {
  const key = `delivery.state.told_${how}`;
  return known(key) ? key : "delivery.state.told_rang";
}

function ringing(of: Delivery, now: string | Date): Said {
  const args = { When: when(of.push_at, now) };
  switch (of.push) {
    case "no_device":
      return {
        tone: "bad",
        symbol: "no",
        text: say(of.signed_in ? "delivery.state.ringing_off" : "delivery.state.nobody_in"),
      };
    case "failed":
      return { tone: "bad", symbol: "alert", text: say(failure(of.result ?? "")) };
    case "accepted":
      return { tone: "open", symbol: "phone", text: say("delivery.state.accepted", args) };
    case "handed":
      return { tone: "open", symbol: "wait", text: say("delivery.state.handed", args) };
    case "waiting": {
      const morning = resting(now) && !CANNOT_WAIT.has(of.kind);
      return { tone: "open", symbol: "wait", text: say(morning ? "delivery.state.morning" : "delivery.state.waiting") };
    }
    case "not_needed":
  }
  // So it is too where nothing was to be rung at all.
  return { tone: "open", symbol: "phone", text: say("delivery.state.not_needed") };
}

/** Why a push was not sent, as a sentence. */
function failure(result: string): Key {
  const key = `delivery.failed.${result}`;
  return known(key) ? key : "delivery.failed.other";
}
