import { chosen } from "./boot";
import { door, kindOf, session } from "./session";
import { store } from "./store";

/** The one script address that this app may ever make: Trusted Types policy "lollipop" refuses every other. */
function workerAddress(): string | TrustedScriptURL {
  const make = (address: string) => {
    if (address !== "/sw.js") throw new TypeError("only /sw.js");
    return address;
  };
  if (!window.trustedTypes) return "/sw.js";
  return window.trustedTypes.createPolicy("lollipop", { createScriptURL: make }).createScriptURL("/sw.js");
}

interface TrustedScriptURL {
  toString(): string;
}

declare global {
  interface Window {
    trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL: (address: string) => string },
      ): { createScriptURL(address: string): TrustedScriptURL };
    };
  }
}

/** Set while a newer version than this page is there: calling it takes the newer one into use and opens the page anew. */
export const newer = store<{ use: () => void } | null>(null);

/** So often, at the most, an open page asks whether there is a newer version. */
const HOUR = 3_600_000;

/** The build that a worker belongs to. */
function buildOf(worker: ServiceWorker): Promise<unknown> {
  return new Promise(done => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = event => {
      done(event.data);
      port1.close();
    };
    worker.postMessage({ which: true }, [port2]);
  });
}

/** A worker that waits is shown to the person, unless this very page is of its build already. */
async function lookAtWaiting(registration: ServiceWorkerRegistration, build: string): Promise<void> {
  const { waiting } = registration;
  if (!waiting) return;
  if ((await buildOf(waiting)) === build) waiting.postMessage({ use: "if alone" });
  else newer.set({ use: () => takeOver(registration, waiting) });
}

function takeOver(registration: ServiceWorkerRegistration, waiting: ServiceWorker): void {
  // Another window may have let it in already.
  if (registration.waiting !== waiting) location.reload();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage({ use: "now" });
}

/** A piece of the app that is not there any more was replaced on the server: the page is of an older build. */
async function lookForAnother(build: string): Promise<void> {
  const answer = await fetch("/sw.js").catch(() => undefined);
  if (answer?.ok && !(await answer.text()).includes(`"${build}"`)) newer.set({ use: () => location.reload() });
}

/** Tells the worker what to keep: the language that was chosen, and the school's own pages. */
async function tell(what: object): Promise<void> {
  (await navigator.serviceWorker.ready).active?.postMessage(what);
}

function tellSchool(): void {
  const me = session.get();
  const school = door.get();
  const families = me !== null && kindOf(me) !== "staff";
  if (school?.slug)
    void tell({ school: { id: school.id, slug: school.slug, name: school.name, phone: school.phone, families } });
}

function tellLanguage(): void {
  const me = session.get();
  // A class tablet passes from child to child: what one of them chose is not the next one's.
  if (!me || kindOf(me) !== "pupil") void tell({ language: chosen.get() });
}

/**
 * Registers the worker that keeps on this device what opens without a network, and follows what it should keep. Whether
 * it can be installed or not, everything else works as before.
 */
export async function registerWorker(build: string): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  addEventListener("vite:preloadError", () => void lookForAnother(build));
  try {
    const registration = await navigator.serviceWorker.register(workerAddress() as string);
    registration.addEventListener("updatefound", () => {
      const { installing } = registration;
      installing?.addEventListener("statechange", () => void lookAtWaiting(registration, build));
    });
    void lookAtWaiting(registration, build);
    let asked = Date.now();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible" || Date.now() - asked < HOUR) return;
      asked = Date.now();
      registration.update().catch(() => undefined);
    });
    chosen.follow(tellLanguage);
    door.follow(tellSchool);
    session.follow(tellSchool);
    tellLanguage();
    tellSchool();
  } catch {
    // Without a worker everything works but what needs one without a network: nothing to trouble a person with.
  }
}
