import { clock, day, dayOf, moment } from "../../i18n/dates";
import { now } from "../../session";

/** A moment as one says it today; on paper, which is read another day, with its date. */
export function When(props: { at: string }) {
  return (
    <>
      <span class="no-print">{moment(props.at, now())}</span>
      <span class="only-print">{dated(props.at)}</span>
    </>
  );
}

/** A moment with its whole date: "Monday 23 November 2026, 08:43". */
export const dated = (at: string | Date) => `${day(dayOf(at))}, ${clock(at)}`;
