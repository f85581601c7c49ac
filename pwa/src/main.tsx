import { render } from "preact";
import { App } from "./App";
import { chosen, readBoot, speak, TELLING, wordsToTell } from "./boot";
import { keepFor } from "./keep/seats";
import { hearOthers } from "./others";
import { firstPlace } from "./parts/shell/places";
import { reachOut } from "./reach";
import { followFor } from "./rooms/notice/begin";
import { preload } from "./routes";
import { door, enter, languages, session } from "./session";
import { registerWorker } from "./worker";
import "./parts.css";

/** Tries until it works: without its words or its room there is nothing to draw, and Go's page stands meanwhile. */
async function surely(get: () => Promise<void>): Promise<void> {
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    try {
      return await get();
    } catch {
      await new Promise(done => setTimeout(done, wait));
    }
  }
}

/** What was told without a network goes as soon as there is one, whichever page of the app is open. */
async function sendWhatWaits(): Promise<void> {
  // Where a browser lists what it keeps, nobody who never told anything loads the program for it.
  const all = await indexedDB.databases?.().catch(() => undefined);
  if (all?.every(one => one.name !== "lollipop-drafts")) return;
  (await import("./rooms/tell/drafts")).beginDrafts();
}

/** So long a page from the device shows its frame while it asks who is signed in. */
const PATIENCE = 2500;

/** Takes over the page that Go rendered, once the words and the room are there: in one stroke, so nothing flickers. */
async function begin(): Promise<void> {
  const boot = readBoot();
  door.set(boot.school ?? null);
  languages.set(boot.languages ?? []);
  chosen.set(boot.lang);
  const name = boot.languages?.find(one => one.tag === boot.lang)?.name ?? boot.lang;
  // Who is signed in is asked of nobody there: what is told says nothing of it.
  const telling = TELLING.test(location.pathname);
  const address = telling && boot.shell ? wordsToTell(boot.lang) : boot.catalogue;
  const words = surely(() => speak({ tag: boot.lang, dir: boot.dir, name }, address));
  if (boot.shell && !telling) await words.then(() => reachOut(PATIENCE));
  else enter(boot.me);
  const me = session.get();
  const room = () => preload(me && location.pathname === "/" ? firstPlace(me) : location.pathname, me);
  await Promise.all([words, surely(room)]);
  const place = document.getElementById("app");
  if (!place) throw new Error("no #app on the page");
  place.replaceChildren();
  render(<App />, place);
  void registerWorker(boot.build ?? "");
  keepFor(session);
  void sendWhatWaits().catch(() => undefined);
  followFor(session);
}

// A page that the browser kept whole for "back" shows what was true then, perhaps to somebody else: begin it again.
addEventListener("pageshow", event => {
  if (event.persisted) location.reload();
});

// Another window signed this device out: what stands here is nobody's any more. What is being told was never anybody's who
// signed in, and is not taken away from whoever writes it.
if (!TELLING.test(location.pathname)) hearOthers(() => location.replace("/"));

void begin();
