import { acting, read } from "../../api/send";
import { session } from "../../session";
import { personOf } from "../family/person";
import { unread } from "./unread";

/** Says how many wait, here and on the app's symbol where the device has room for it. */
export function waits(count: number): void {
  unread.set(count);
  const badge = navigator as Partial<Pick<Navigator, "setAppBadge" | "clearAppBadge">>;
  const said = count > 0 ? badge.setAppBadge?.(count) : badge.clearAppBadge?.();
  said?.catch(() => undefined);
}

let asking: { who: string; answer: Promise<number> } | undefined;

/** Asks each school of whoever acts how many wait. Asking twice at once is asking once; without an answer nothing changes. */
export function askUnread(): Promise<number> {
  const me = session.get();
  const person = me?.kind === "family" ? personOf(me, acting.get()) : undefined;
  const who = person?.seats.map(seat => seat.id).join() ?? "";
  if (asking?.who === who) return asking.answer;
  const seats = person?.seats ?? [];
  const counts = seats.map(seat => read("/api/notices", { query: { limit: 1 }, as: seat.id }));
  const answer = Promise.all(counts).then(
    all => {
      const count = all.reduce((sum, one) => sum + (one.unread ?? 0), 0);
      if (asking?.who === who) waits(count);
      return count;
    },
    () => unread.get(),
  );
  const mine = { who, answer };
  asking = mine;
  void answer.finally(() => {
    if (asking === mine) asking = undefined;
  });
  return answer;
}
