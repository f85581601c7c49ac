import { MOST_WAIT, PAUSES, Refused, waitOf } from "../../api/send";
import type { ProblemBody } from "../../api/types";
import { say, spoken } from "../../i18n/say";

// The form's own way to the server, beside api/send.ts: it carries no cookie, so that nothing but what was written says
// who wrote it.

interface How {
  /** What is sent; without it something is read. */
  body?: object;
  /** The operation id, the same for every try. */
  operation?: string;
  signal?: AbortSignal;
}

async function once<T>(address: string, { body, operation = "", signal }: How): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(address, {
      credentials: "omit",
      cache: "no-store",
      headers: {
        "Accept-Language": spoken.get().tag,
        ...(body && { "Content-Type": "application/json", "Operation-Id": operation }),
      },
      ...(body && { method: "POST", body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch {
    throw new Refused({ status: 0, kind: "offline", title: say("pwa.problem.offline") });
  }
  // Whatever answers in another form than the school's server has not taken anything.
  if (answer.ok) {
    return (await answer.json().catch(() => {
      throw new Refused({ status: 0, kind: "offline", title: say("pwa.problem.offline") });
    })) as T;
  }
  const { status } = answer;
  const said = (await answer.json().catch(() => ({}))) as Partial<ProblemBody>;
  const title = said.title || say(status >= 500 ? "pwa.problem.server" : "pwa.problem.refused");
  throw new Refused({ kind: status >= 500 ? "internal" : "invalid", ...said, status, title }, waitOf(answer));
}

/** Whether no answer came about what was asked: no network, or a server in trouble. */
export const unanswered = (no: unknown): no is Refused =>
  no instanceof Refused && (no.body.kind === "offline" || no.body.status >= 500 || no.body.status === 429);

/**
 * Asks the school's door at `path`. Something that is sent is tried for about six seconds, or as the server asks, always as the same operation;
 * throws Refused with what to show.
 */
export async function ask<T>(slug: string, path: string, how: How = {}): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await once<T>(`/api/tell/${slug}${path}`, how);
    } catch (no) {
      const pause = how.body ? PAUSES[tries] : undefined;
      if (!unanswered(no) || pause === undefined || no.wait > MOST_WAIT) throw no;
      await new Promise(done => setTimeout(done, Math.max(pause, no.wait)));
    }
  }
}
