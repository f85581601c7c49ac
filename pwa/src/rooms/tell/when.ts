import { clock, day, dayOf } from "../../i18n/dates";
import { say } from "../../i18n/say";
import type { Door } from "./door";

const DAY = 86_400_000;

/** When somebody at school reads it, as one sentence; where nobody can say: when school is open. */
export function whenRead({ said }: Door): string {
  if (!said) return say("tell.read.open");
  if (said.reads_now) return say("tell.read.now");
  if (!said.reads_from) return say("tell.read.open");
  const now = new Date(said.now);
  const from = dayOf(said.reads_from);
  const args = { Time: clock(said.reads_from) };
  if (from === dayOf(now)) return say("tell.read.today", args);
  if (from === dayOf(new Date(now.getTime() + DAY))) return say("tell.read.tomorrow", args);
  return say("tell.read.day", { ...args, Day: day(from, now) });
}
