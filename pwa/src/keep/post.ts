import type { ProblemBody } from "../api/types";
import { say, spoken } from "../i18n/say";
import type { Answered } from "./sender";
import type { Kept } from "./shelf";

/**
 * Posts one signing, once. No answer, a server in trouble and "too many" are no answer about the signing: it waits. The
 * app's own `post` is not used here because the text sent has to be the same to the letter, years of app later.
 */
export async function post(one: Kept): Promise<Answered> {
  let answer: Response;
  try {
    answer = await fetch("/api/aup/signatures", {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "Accept-Language": spoken.get().tag,
        "Content-Type": "application/json",
        "Operation-Id": one.id,
        As: one.as,
      },
      body: one.body,
    });
    if (answer.ok) return { became: "saved", answer: await answer.json() };
  } catch {
    return { became: "unanswered" };
  }
  if (answer.status === 401) return { became: "nobody" };
  if (answer.status >= 500 || answer.status === 429) return { became: "unanswered" };
  const said = (await answer.json().catch(() => ({}))) as Partial<ProblemBody>;
  const title = said.title || say("pwa.problem.refused");
  return { became: "refused", problem: { kind: "invalid", ...said, status: answer.status, title } };
}
