import { say, spoken } from "../i18n/say";
import { sending } from "./link";
import { Intent } from "./operation";
import type { ProblemBody } from "./types";

/** An answer that is not a yes, or no answer at all (kind "offline"): `body` is fit to be shown. */
export class Refused extends Error {
  constructor(readonly body: ProblemBody) {
    super(body.title);
  }
}

/** Waits between tries of one change, in milliseconds: about six seconds in all, long enough for a wi-fi to come back. */
export const PAUSES: readonly number[] = [300, 700, 1500, 3500];

type Method = "GET" | "POST" | "PUT";

let whenSignedOut: () => Promise<boolean> = async () => false;

/**
 * Tells what to do when the server says that nobody is signed in any more. The function shows the sign-in over the
 * screen, keeping what was typed, and answers true once the same person is back: the request is then sent again.
 */
export function onSignedOut(ask: () => Promise<boolean>): void {
  whenSignedOut = ask;
}

const rest = (ms: number) => new Promise<void>(done => setTimeout(done, ms));

function offline(): ProblemBody {
  return { status: 0, kind: "offline", title: say("pwa.problem.offline") };
}

async function problemOf(answer: Response): Promise<ProblemBody> {
  const fallback: ProblemBody =
    answer.status >= 500
      ? { status: answer.status, kind: "unavailable", title: say("pwa.problem.server") }
      : { status: answer.status, kind: "invalid", title: say("pwa.problem.refused") };
  if (!answer.headers.get("Content-Type")?.includes("json")) return fallback;
  const body = (await answer.json().catch(() => ({}))) as Partial<ProblemBody>;
  return { ...fallback, ...body, status: answer.status, title: body.title || fallback.title };
}

async function once<T>(method: Method, path: string, init: RequestInit): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/api${path}`, { method, credentials: "same-origin", ...init });
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new Refused(offline());
  }
  if (!answer.ok) throw new Refused(await problemOf(answer));
  if (answer.status === 204) return undefined as T;
  return (await answer.json()) as T;
}

async function signedIn<T>(path: string, go: () => Promise<T>): Promise<T> {
  try {
    return await go();
  } catch (no) {
    const out = no instanceof Refused && no.body.kind === "signed_out" && !path.startsWith("/sign-in");
    if (out && (await whenSignedOut())) return go();
    throw no;
  }
}

function accept(): Record<string, string> {
  return { Accept: "application/json", "Accept-Language": spoken.get().tag };
}

/** Reads. A read that fails is said at once: the screen offers to try again. */
export function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  return signedIn(path, () => once<T>("GET", path, { headers: accept(), ...(signal ? { signal } : {}) }));
}

/** What a change sends: JSON, or a file as it is. */
export interface Change {
  method?: "POST" | "PUT";
  path: string;
  body?: unknown;
  file?: File;
}

/**
 * Sends a change until it is answered, or for about six seconds: always with the same operation id, so that the server
 * does it once however many tries arrive. Without an answer it throws Refused "offline" and keeps the id: trying the
 * same intent later is still the same operation.
 */
export function change<T>(what: Change, intent = new Intent()): Promise<T> {
  const { method = "POST", path, body = {}, file } = what;
  const became = sending();
  const operation = intent.for(file ? [path, file.name, file.size, file.lastModified] : [path, body]);
  const headers = {
    ...accept(),
    "Operation-Id": operation,
    "Content-Type": file ? "application/octet-stream" : "application/json",
  };
  const go = async () => {
    for (let tries = 0; ; tries++) {
      try {
        return await once<T>(method, path, { headers, body: file ?? JSON.stringify(body) });
      } catch (no) {
        const pause = PAUSES[tries];
        const again = no instanceof Refused && (no.body.kind === "offline" || no.body.status >= 500);
        if (!again || pause === undefined) throw no;
        await rest(pause);
      }
    }
  };
  return signedIn(path, go).then(
    answer => {
      intent.answered();
      became("saved");
      return answer;
    },
    no => {
      const unanswered = !(no instanceof Refused) || no.body.kind === "offline" || no.body.status >= 500;
      // Signed out is no answer about the change: after signing in it is still the same one.
      if (!unanswered && no.body.kind !== "signed_out") intent.answered();
      became(unanswered ? "not_saved" : "refused");
      throw no;
    },
  );
}
