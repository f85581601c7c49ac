import createClient from "openapi-fetch";
import type { PathsWithMethod, SuccessResponse } from "openapi-typescript-helpers";
import { say, spoken } from "../i18n/say";
import { store } from "../store";
import { sending } from "./link";
import type { paths } from "./openapi";
import { Intent } from "./operation";
import type { ProblemBody } from "./types";

type Method = "get" | "post" | "put";
type Verb<P extends keyof paths, M extends Method> = paths[P][M] extends infer V ? NonNullable<V> : never;
type Part<V, K extends string> = V extends { parameters: { [key in K]?: infer T } } ? NonNullable<T> : never;
type Answer<V> = V extends { responses: infer R extends Record<string | number, unknown> }
  ? SuccessResponse<R, "application/json">
  : never;
type Body<V> = V extends { requestBody: { content: { "application/json": infer B } } } ? B : never;

/** The variable parts of an address: /api/pupils/{id}?page=2 has path {id} and query {page}. */
type Where<V> = ([Part<V, "path">] extends [never] ? { path?: never } : { path: Part<V, "path"> }) & {
  query?: Part<V, "query">;
  /** Who of a family acts, where it is not whom the device has chosen (`acting`): an adult's id. */
  as?: string;
};

/** Who of a family's device acts: the id of one of the session's adults, "" where nobody needs to say. */
export const acting = store("");

/** An answer that is not a yes, or no answer at all (kind "offline"): `body` is fit to be shown. */
export class Refused extends Error {
  /** `wait`: how long the server asks to wait before the next try, in milliseconds; 0 where it says nothing. */
  constructor(
    readonly body: ProblemBody,
    readonly wait = 0,
  ) {
    super(body.title);
  }
}

/** Waits between tries of one change, in milliseconds: about six seconds in all, long enough for a wi-fi to come back. */
export const PAUSES: readonly number[] = [300, 700, 1500, 3500];

// `fetch` is looked up at every call, so that tests can stand in for the server.
const client = createClient<paths>({
  baseUrl: location.origin,
  credentials: "same-origin",
  fetch: request => fetch(request),
});

type Asked = { data?: unknown; error?: unknown; response: Response };

// Address, parts and body were checked by the types of read, post and put; behind them they are any of them.
const ask = client.request as unknown as (method: Method, address: string, init: object) => Promise<Asked>;

/** Coming in, reading, and what is the device's own affair: nothing that the header could call saved. */
const NOT_KEPT: ReadonlySet<string> = new Set([
  "/api/sign-in",
  "/api/links/{token}",
  "/api/first-run",
  "/api/factor/app",
  "/api/factor/passkey",
  "/api/factor/prove",
  "/api/factor/prove/passkey",
  "/api/factor/prove/passkey/confirm",
  "/api/factor/read",
  "/api/imports/pupils",
  "/api/imports/staff",
  "/api/letters/look",
  "/api/letters/use",
  "/api/hand-over",
  "/api/hand-over/use",
  "/api/class-codes/look",
  "/api/class-codes/use",
  "/api/notices/{id}/read",
  "/api/concerns/search",
  "/api/concerns/{id}/print",
  "/api/push/subscriptions",
  "/api/push/forget",
  "/api/push/trial",
]);

let whenSignedOut: () => Promise<boolean> = async () => false;

/**
 * Tells what to do when the server says that nobody is signed in any more. The function shows the sign-in over the
 * screen, keeping what was typed, and answers true once the same person is back: the request is then sent again.
 */
export function onSignedOut(ask: () => Promise<boolean>): void {
  whenSignedOut = ask;
}

let whenUnproved: (no: ProblemBody) => Promise<boolean> = async () => false;

/**
 * Tells what to do when the server wants a proof of the second factor. The function asks for it over the screen and answers
 * true once it is given: the request is then sent again.
 */
export function onUnproved(ask: (no: ProblemBody) => Promise<boolean>): void {
  whenUnproved = ask;
}

/** The longest that is waited by itself for what the server asks (Retry-After), in milliseconds: longer is said at once. */
export const MOST_WAIT = 5000;

/** How long an answer asks to wait, in milliseconds. Our server says seconds; a date is a proxy's, and is not waited for. */
export function waitOf(answer: Response): number {
  const said = answer.headers.get("Retry-After") ?? "";
  return /^\d{1,6}$/.test(said) ? Number(said) * 1000 : 0;
}

/**
 * How long to wait before something that was refused is sent again, in milliseconds; undefined where it is not. `pause` is
 * how long it would be by itself. Without an answer, and from a server in trouble, it is sent again; where there were too
 * many, only where the server says for how short a time.
 */
function pauseFor(no: unknown, pause: number | undefined): number | undefined {
  if (!(no instanceof Refused) || pause === undefined || no.wait > MOST_WAIT) return undefined;
  const trouble = no.body.kind === "offline" || no.body.status >= 500;
  return trouble || (no.body.status === 429 && no.wait > 0) ? Math.max(pause, no.wait) : undefined;
}

const rest = (ms: number) => new Promise<void>(done => setTimeout(done, ms));

/** The server's own problem, or one of ours where a proxy or a crash answered. */
function problemOf(status: number, body: unknown): ProblemBody {
  const fallback: ProblemBody =
    status >= 500
      ? { status, kind: "internal", title: say("pwa.problem.server") }
      : { status, kind: "invalid", title: say("pwa.problem.refused") };
  const said = typeof body === "object" && body !== null ? (body as Partial<ProblemBody>) : {};
  return { ...fallback, ...said, status, title: said.title || fallback.title };
}

async function once(method: Method, address: string, init: Record<string, unknown>): Promise<unknown> {
  let answered: Asked;
  try {
    answered = await ask(method, address, init);
  } catch (cause) {
    if ((init.signal as AbortSignal | undefined)?.aborted) throw cause;
    throw new Refused({ status: 0, kind: "offline", title: say("pwa.problem.offline") });
  }
  if (!answered.response.ok) {
    throw new Refused(problemOf(answered.response.status, answered.error), waitOf(answered.response));
  }
  return answered.data;
}

async function signedIn<T>(address: string, go: () => Promise<T>): Promise<T> {
  try {
    return await go();
  } catch (no) {
    if (!(no instanceof Refused)) throw no;
    const out = no.body.kind === "signed_out" && address !== "/api/sign-in";
    if (out && (await whenSignedOut())) return signedIn(address, go);
    if (no.body.key && (await whenUnproved(no.body))) return go();
    throw no;
  }
}

function headers(as = acting.get()): Record<string, string> {
  return { "Accept-Language": spoken.get().tag, ...(as && { As: as }) };
}

/** Reads. A read that fails is said at once: the screen offers to try again. */
export function read<P extends PathsWithMethod<paths, "get">>(
  address: P,
  where: Where<Verb<P, "get">>,
  signal?: AbortSignal,
): Promise<Answer<Verb<P, "get">>> {
  const { as, ...params } = where as { as?: string };
  const init = { params, headers: headers(as), ...(signal && { signal }) };
  return signedIn(address, () => once("get", address, init) as Promise<Answer<Verb<P, "get">>>);
}

/** Makes a change by POST. See `change`. */
export function post<P extends PathsWithMethod<paths, "post">>(
  address: P,
  what: Where<Verb<P, "post">> & { body: Body<Verb<P, "post">> },
  intent?: Intent,
): Promise<Answer<Verb<P, "post">>> {
  const { body, ...where } = what;
  return change("post", address, where, body, intent) as Promise<Answer<Verb<P, "post">>>;
}

/** Makes a change by PUT. See `change`. */
export function put<P extends PathsWithMethod<paths, "put">>(
  address: P,
  what: Where<Verb<P, "put">> & { body: Body<Verb<P, "put">> },
  intent?: Intent,
): Promise<Answer<Verb<P, "put">>> {
  const { body, ...where } = what;
  return change("put", address, where, body, intent) as Promise<Answer<Verb<P, "put">>>;
}

/** Sends a file as it is. See `change`. */
export function upload<P extends "/api/imports/pupils" | "/api/imports/staff">(
  address: P,
  file: File,
  intent?: Intent,
): Promise<Answer<Verb<P, "put">>> {
  return change("put", address, { query: { name: file.name } }, file, intent) as Promise<Answer<Verb<P, "put">>>;
}

/**
 * Sends a change until it is answered, or for about six seconds, or as the server asks: always with the same operation id, so that the server
 * does it once however many tries arrive. Without an answer it throws Refused "offline" and keeps the id: trying the
 * same intent later is still the same operation.
 */
async function change(method: Method, address: string, where: object, body: unknown, intent = new Intent()) {
  const became = NOT_KEPT.has(address) ? () => {} : sending();
  const file = body instanceof File ? body : undefined;
  const same = file ? [file.name, file.size, file.lastModified] : body;
  const { as, ...params } = where as { as?: string };
  const who = headers(as);
  const init = {
    params,
    body,
    headers: {
      ...who,
      "Operation-Id": intent.for([address, params, same, who.As]),
      "Content-Type": file ? "application/octet-stream" : "application/json",
    },
    ...(file && { bodySerializer: (raw: unknown) => raw }),
  };
  const go = async () => {
    for (let tries = 0; ; tries++) {
      try {
        return await once(method, address, init);
      } catch (no) {
        const pause = pauseFor(no, PAUSES[tries]);
        if (pause === undefined) throw no;
        await rest(pause);
      }
    }
  };
  try {
    const answer = await signedIn(address, go);
    intent.answered();
    became("saved");
    return answer;
  } catch (no) {
    const unanswered = !(no instanceof Refused) || no.body.kind === "offline" || no.body.status >= 500;
    // Signed out is no answer about the change: after signing in it is still the same one.
    if (!unanswered && no.body.kind !== "signed_out") intent.answered();
    became(unanswered ? "not_saved" : "refused");
    throw no;
  }
}
