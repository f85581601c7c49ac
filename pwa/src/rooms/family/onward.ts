// Where a tap on a message was to lead, when it met the door: whoever then comes in goes on there. Of this tab alone, and
// an address without anybody in it: the list of messages, which opens the new one.
const ONWARD = "lollipop.onward";
const MESSAGES = "/messages?new";

/** Notes at the door that somebody wanted to read what school has told them. */
export function knocked(path: string): void {
  if (path === "/messages" || path.startsWith("/messages/")) sessionStorage.setItem(ONWARD, MESSAGES);
}

/** Where to go now that somebody is in: what was wanted at the door, once, or else there. */
export function onward(otherwise: string): string {
  const wanted = sessionStorage.getItem(ONWARD);
  sessionStorage.removeItem(ONWARD);
  return wanted === MESSAGES ? MESSAGES : otherwise;
}
