import { newOperation } from "../../api/operation";
import { Refused } from "../../api/send";
import { say } from "../../i18n/say";
import { ask, unanswered } from "./ask";
import { markSending } from "./cut-off";
import type { Door } from "./door";
import { beginDrafts, type Draft, putAside, release, sealDraft, shelve } from "./drafts";
import { drawReceipt } from "./words";

/** What became of a telling, and the receipt's canonical text. */
export interface Became {
  how: "sent" | "kept" | "practised";
  receipt: string;
  /** The operation under which what is kept will arrive. */
  operation?: string;
}

/** One thing that somebody means to tell, however often it has to be sent: always the same, to the letter. */
interface Attempt {
  text: string;
  operation: string;
  receipt: string;
  /** The same, sealed to the school's key; absent where there is no key, or this browser cannot seal. */
  draft: Draft | undefined;
}

let attempt: Attempt | undefined;

/** Forgets what was being sent. */
export function forgetAttempt(): void {
  attempt = undefined;
}

async function begin(door: Door, told: (receipt: string) => object): Promise<Attempt> {
  const text = JSON.stringify(told(""));
  if (attempt?.text === text) return attempt;
  const operation = newOperation();
  const receipt = drawReceipt();
  const draft = door.key ? await sealDraft(door, told(receipt), operation).catch(() => undefined) : undefined;
  attempt = { text, operation, receipt, draft };
  return attempt;
}

type Answered = { receipt: string };

/** An answer of the school's own server: the page of a wi-fi that wants a sign-in says yes to anything. */
function receiptOf(answer: Answered | undefined): string {
  if (typeof answer?.receipt === "string") return answer.receipt;
  throw new Refused({ status: 0, kind: "offline", title: say("pwa.problem.offline") });
}

/**
 * Tells the school. It is sealed to the school's key on this device already, and where no answer comes the very same is
 * kept here for later: so it arrives once, whatever was lost on the way. Throws Refused where it was neither sent nor kept;
 * the same words can then be sent again.
 */
export async function send(door: Door, told: (receipt: string) => object): Promise<Became> {
  markSending(true);
  try {
    return await sendOnce(door, told);
  } finally {
    markSending(false);
  }
}

async function sendOnce(door: Door, told: (receipt: string) => object): Promise<Became> {
  const { operation, receipt, draft } = await begin(door, told);
  const plain = () => ask<Answered>(door.slug, "", { body: told(receipt), operation });
  const sealed = ({ sealed }: Draft) => ask<Answered>(door.slug, "/sealed", { body: { sealed }, operation });
  if (draft) await putAside(draft);
  try {
    const answer = receiptOf(await (draft ? sealed(draft) : plain()));
    if (draft) await release(operation, false);
    return ended("sent", answer);
  } catch (no) {
    const kept = draft !== undefined && unanswered(no) && (await shelve(draft));
    if (draft) await release(operation, kept);
    if (kept) {
      beginDrafts();
      return { ...ended("kept", receipt), operation };
    }
    if (unanswered(no)) throw no;
    // It is not under way any more: the next time is another operation, and has other words.
    forgetAttempt();
    if (!draft || !(no instanceof Refused) || no.body.status !== 422) throw no;
    // The school's key may have been renewed since it was heard. As it is open, it goes as it is; what is wrong with it
    // otherwise, that answer says.
    const body = told(receipt);
    return ended("sent", receiptOf(await ask<Answered>(door.slug, "", { body, operation: newOperation() })));
  }
}

function ended(how: Became["how"], receipt: string): Became {
  forgetAttempt();
  return { how, receipt };
}

/** A lesson's end: five words to look at, and nothing was asked of anybody. */
export const practise = (): Became => ({ how: "practised", receipt: drawReceipt() });
