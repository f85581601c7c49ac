import { acting } from "../../api/send";
import { actAs, session } from "../../session";
import { store } from "../../store";
import { hearLanguage, renew } from "../courier/ringing";
import { askUnread, waits } from "./waits";

/** Counts what has arrived while the page is open: follow it to read the list anew. */
export const arrived = store(0);

/** What the worker says to its pages: something arrived, or a tap on it leads somewhere. */
interface FromWorker {
  arrived?: true;
  go?: string;
}

/** Goes to an address of the app's as a tap on a link would: the router hears it, and nothing is loaded anew. */
function go(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}

function hear(event: MessageEvent<FromWorker | null>): void {
  const said = event.data;
  if (typeof said !== "object" || said === null) return;
  if (said.arrived) {
    arrived.set(arrived.get() + 1);
    if (session.get()?.kind === "family") void askUnread();
  }
  const me = session.get();
  if (typeof said.go === "string" && me && me.kind !== "pupil") {
    event.ports[0]?.postMessage(true);
    // It says no name, so of several people who share the device nobody knows yet whose message it is.
    if (me.kind === "family" && me.people.length > 1) actAs("");
    go(said.go);
  }
}

/**
 * Follows who is here, whether somebody looks, and what the worker says, until the returned function is called; an open
 * page never calls it. `later`: they came in after the page was opened.
 */
export function follow(later: boolean): () => void {
  const anew = () => {
    if (session.get()?.kind === "family") void askUnread();
    else waits(0);
  };
  const seen = () => {
    if (document.visibilityState !== "visible") return;
    anew();
    void renew();
  };
  const worker = "serviceWorker" in navigator ? navigator.serviceWorker : undefined;
  const stops = [
    session.follow(() => {
      anew();
      void renew(true);
    }),
    acting.follow(anew),
    hearLanguage(),
  ];
  document.addEventListener("visibilitychange", seen);
  worker?.addEventListener("message", hear);
  anew();
  void renew(later);
  return () => {
    for (const stop of stops) stop();
    document.removeEventListener("visibilitychange", seen);
    worker?.removeEventListener("message", hear);
  };
}
