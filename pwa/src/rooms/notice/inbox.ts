// A person's messages of all their schools as one list. Each school is asked for itself, page by page.
import type { Notice, Seat } from "../../api/family";
import { read } from "../../api/send";

/** A message, with the seat that it came to. */
export interface Line {
  notice: Notice;
  seat: Seat;
}

/** What one school has told so far: the messages that are here, newest first, and whether there are older ones. */
export interface Shelf {
  seat: Seat;
  items: Notice[];
  more: boolean;
  unread: number;
}

const PAGE = 20;

/** Whether it waits to be read. What is done waits no more. */
export const isNew = (notice: Notice) => !notice.read && !notice.over;

/** A page of one school's messages: the newest, or those after the last that is here. */
async function page(seat: Seat, before: string | undefined, signal?: AbortSignal): Promise<Shelf> {
  const query = { limit: PAGE, ...(before && { before }) };
  const { items, more, unread } = await read("/api/notices", { query, as: seat.id }, signal);
  return { seat, items, more, unread };
}

/** The newest of every school's. */
export const newest = (seats: readonly Seat[], signal?: AbortSignal) =>
  Promise.all(seats.map(seat => page(seat, undefined, signal)));

const at = (notice: Notice) => new Date(notice.at).getTime();

/** Down to when the list is whole: older ones of a school that has more could still come between. */
function whole(shelves: readonly Shelf[]): number {
  const ends = shelves.filter(one => one.more).map(one => one.items.at(-1));
  return Math.max(Number.NEGATIVE_INFINITY, ...ends.filter(one => one !== undefined).map(at));
}

/** The list as far as it is whole, newest first. */
export function lines(shelves: readonly Shelf[]): Line[] {
  const down = whole(shelves);
  return shelves
    .flatMap(({ seat, items }) => items.map(notice => ({ notice, seat })))
    .filter(({ notice }) => at(notice) >= down)
    .sort((a, b) => at(b.notice) - at(a.notice));
}

/** Reads on, of the schools at whose end the list stops. */
export async function older(shelves: readonly Shelf[]): Promise<Shelf[]> {
  const down = whole(shelves);
  return Promise.all(
    shelves.map(async one => {
      const last = one.items.at(-1);
      if (!one.more || !last || at(last) < down) return one;
      const next = await page(one.seat, last.id);
      const known = new Set(one.items.map(each => each.id));
      return { ...next, items: [...one.items, ...next.items.filter(each => !known.has(each.id))] };
    }),
  );
}

/** How many wait, of all schools. */
export const unreadOf = (shelves: readonly Shelf[]) => shelves.reduce((sum, one) => sum + one.unread, 0);

/** The one message that waits, where it is one and is here. */
export function onlyNew(shelves: readonly Shelf[]): Line | undefined {
  if (unreadOf(shelves) !== 1) return undefined;
  return lines(shelves).find(one => isNew(one.notice));
}
