import { type Key, say, spoken } from "./say";

const ZONE = "Europe/London";

// Month and day names come from the catalogue: not every browser knows them in every language that we speak. Digits
// are Latin throughout, as on the clocks of the school.
const clockParts = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const secondParts = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, timeStyle: "medium" });
const dayParts = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, dateStyle: "short" });

/** "15:15", the school's clock. */
export const clock = (at: string | Date) => clockParts.format(new Date(at));

/** "08:43:12", the school's clock. */
export const seconds = (at: string | Date) => secondParts.format(new Date(at));

/** "2026-11-23": the school's day on which a moment falls. */
export const dayOf = (at: string | Date) => dayParts.format(new Date(at));

/** "Monday 23 November" of an ISO date; with the year where it is not the year of `now`. */
export function day(iso: string, now?: string | Date): string {
  const [year, month, date] = iso.split("-").map(Number) as [number, number, number];
  const weekday = new Date(Date.UTC(year, month - 1, date)).getUTCDay();
  const args = {
    Weekday: say(`pwa.weekday.${weekday}` as Key),
    Day: date,
    Month: say(`pwa.month.${month}` as Key),
    Year: year,
  };
  return say(now && dayOf(now).startsWith(String(year)) ? "pwa.date.day" : "pwa.date.day_year", args);
}

/** "2 January 2022" of an ISO date, as one is born: nobody asks for the weekday. */
export function plainDay(iso: string): string {
  const [year, month, date] = iso.split("-").map(Number) as [number, number, number];
  return say("pwa.date.plain", { Day: date, Month: say(`pwa.month.${month}` as Key), Year: year });
}

/** "today, 11:10", "yesterday, 11:10" or "Monday 23 November, 11:10", seen from `now`. */
export function moment(at: string, now: string | Date): string {
  const then = dayOf(at);
  const args = { Time: clock(at) };
  if (then === dayOf(now)) return say("pwa.date.today_at", args);
  if (then === dayOf(new Date(new Date(now).getTime() - 86_400_000))) return say("pwa.date.yesterday_at", args);
  return say("pwa.date.day_at", { ...args, Day: day(then, now) });
}

/** Sorts names as the reader's language does. */
export function byName<T>(rows: readonly T[], name: (row: T) => string): T[] {
  const order = new Intl.Collator(spoken.get().tag);
  return [...rows].sort((a, b) => order.compare(name(a), name(b)));
}
