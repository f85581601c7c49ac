// What the service worker does when a push arrives and when somebody taps on what it showed, apart from the worker so
// that it can be tried without one.

/** What stands on a locked screen. */
export interface Shown {
  title: string;
  body: string;
  lang: string;
  dir: "ltr" | "rtl" | "auto";
  tag: string;
  /** Where a tap leads: an address of ours. */
  to: string;
}

/** The bland sentence as this device keeps it, in the language spoken last. */
export interface Words {
  title: string;
  body: string;
  lang: string;
  dir: "ltr" | "rtl";
}

/** Where a tap leads if nothing else is said. */
export const INBOX = "/messages?new";
const TAG = "lollipop";

const text = (of: unknown): string => (typeof of === "string" ? of : "");

/** An address of ours as path and query; another's, or none, leads to the messages. */
export function ours(address: unknown, origin: string): string {
  try {
    const url = new URL(text(address) || INBOX, origin);
    return url.origin === origin ? url.pathname + url.search : INBOX;
  } catch {
    return INBOX;
  }
}

/**
 * What to show for a push: what the declarative message says ({"web_push":8030,"notification":{…}}), else the bland
 * sentence that this device keeps. A push always shows something: a browser takes the right to be rung from an app that
 * is rung and shows nothing.
 */
export function shownFor(message: unknown, kept: Words, origin: string): Shown {
  const declared = message as { web_push?: unknown; notification?: Record<string, unknown> } | null;
  const said = declared?.web_push === 8030 ? declared.notification : undefined;
  if (typeof said !== "object" || said === null || !text(said.title)) return { ...kept, tag: TAG, to: INBOX };
  const { dir } = said;
  return {
    title: text(said.title),
    body: text(said.body),
    lang: text(said.lang),
    dir: dir === "rtl" || dir === "ltr" ? dir : "auto",
    tag: text(said.tag) || TAG,
    to: ours(said.navigate, origin),
  };
}

/** The sentence in a catalogue as the app loads it; undefined where it lacks one. */
export function wordsIn(catalogue: unknown): Words | undefined {
  const { lang, dir, messages, english } = (catalogue ?? {}) as {
    lang?: string;
    dir?: string;
    messages?: Record<string, unknown>;
    english?: Record<string, unknown>;
  };
  const own = text(messages?.["courier.message.title"]);
  const from = own ? messages : english;
  const title = text(from?.["courier.message.title"]);
  if (!title) return undefined;
  const body = text(from?.["courier.message.body"]);
  if (!own) return { title, body, lang: "en", dir: "ltr" };
  return { title, body, lang: text(lang), dir: dir === "rtl" ? "rtl" : "ltr" };
}

/** A window of ours, as much of it as is needed. */
export interface Window {
  url: string;
  focused: boolean;
  focus(): Promise<Window>;
  navigate(to: string): Promise<Window | null>;
  postMessage(what: object, ports: MessagePort[]): void;
}

/** Who shows windows. */
export interface Windows {
  matchAll(which: { type: "window"; includeUncontrolled: true }): Promise<readonly Window[]>;
  openWindow(to: string): Promise<unknown>;
}

/** So long a page may take to say that it goes there by itself, in milliseconds. */
const ANSWER = 700;

/** Asks a page to go there by itself, so that nothing is loaded anew; false where it does not answer. */
function goes(page: Window, to: string): Promise<boolean> {
  return new Promise(done => {
    const { port1, port2 } = new MessageChannel();
    const end = (answer: boolean) => {
      clearTimeout(late);
      port1.close();
      done(answer);
    };
    const late = setTimeout(() => end(false), ANSWER);
    port1.onmessage = () => end(true);
    page.postMessage({ go: to }, [port2]);
  });
}

/** After a tap: an open window of ours comes to the front and goes there, or a new one opens there. */
export async function lead(windows: Windows, to: string): Promise<void> {
  const open = await windows.matchAll({ type: "window", includeUncontrolled: true });
  const page = open.find(one => one.focused) ?? open[0];
  if (!page) {
    await windows.openWindow(to);
    return;
  }
  try {
    // A browser may refuse to bring it to the front; it goes to the message all the same.
    const inFront = page.focus().catch(() => undefined);
    if (!(await goes(page, to))) await page.navigate(to);
    await inFront;
  } catch {
    await windows.openWindow(to);
  }
}
