// Whether this very page was loaded again while something was being sent. A word in the entry of this tab's history says so
// while the sending lasts: what waits on a shared tablet otherwise may be anybody's, and tells the next child nothing.
const SENDING = "sending";

/** Says that something is being sent from here, or that it is not any more. */
export function markSending(on: boolean): void {
  history.replaceState(on ? SENDING : null, "", location.href);
}

/** Whether that was said when this page was loaded; asked once, and then it is said no longer. */
export function wasCutOff(): boolean {
  const was = history.state === SENDING;
  if (was) markSending(false);
  return was;
}
