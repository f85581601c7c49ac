/** What the page of messages shows, as its address says it. What somebody typed is not in it: names stay out of histories. */
export interface Shown {
  view: View;
  kind: string;
  page: number;
  days: number;
}

/** The three views: who was not reached, everything, and how messages arrive. */
export type View = "not_reached" | "all" | "arrive";

/** How far back the figures go. */
export const SPANS: readonly number[] = [7, 30];

/** Reads the address's query; what it does not say, or says wrongly, is as at first. */
export function shownIn(query: Record<string, string | undefined>): Shown {
  const view = query.view === "all" || query.view === "arrive" ? query.view : "not_reached";
  const page = Number(query.page);
  const days = Number(query.days);
  return {
    view,
    kind: query.kind ?? "",
    page: Number.isInteger(page) && page > 1 ? page : 1,
    days: SPANS.includes(days) ? days : (SPANS[0] as number),
  };
}

/** The address of a view. */
export function addressOf(shown: Partial<Shown>): string {
  const { view = "not_reached", kind, page = 1, days = SPANS[0] } = shown;
  const query = new URLSearchParams({
    ...(view !== "not_reached" && { view }),
    ...(view !== "arrive" && kind && { kind }),
    ...(view !== "arrive" && page > 1 && { page: String(page) }),
    ...(view === "arrive" && days !== SPANS[0] && { days: String(days) }),
  }).toString();
  return query ? `/deliveries?${query}` : "/deliveries";
}

/** The address of what is printed: the list for a round of calls, or `sheets` of one message or of all. */
export function printAddress(of: { kind?: string; sheets?: string }): string {
  const query = new URLSearchParams({
    ...(of.kind && { kind: of.kind }),
    ...(of.sheets && { sheets: of.sheets }),
  }).toString();
  return query ? `/deliveries/print?${query}` : "/deliveries/print";
}
