import { newOperation } from "../../api/operation";
import { ask } from "./ask";
import type { Door } from "./door";
import { drawReceipt } from "./receipt";

/** What became of a telling, and the receipt's canonical text. */
export interface Became {
  how: "sent" | "kept" | "practised";
  receipt: string;
}

/** One thing that somebody means to tell, however often it has to be sent: always the same, to the letter. */
interface Attempt {
  text: string;
  operation: string;
  receipt: string;
}

let attempt: Attempt | undefined;

/** Forgets what was being sent. */
export function forgetAttempt(): void {
  attempt = undefined;
}

/** Tells the school. Throws Refused where it was not sent; the same words can then be sent again. */
export async function send(door: Door, told: (receipt: string) => object): Promise<Became> {
  const text = JSON.stringify(told(""));
  if (attempt?.text !== text) attempt = { text, operation: newOperation(), receipt: drawReceipt() };
  const { operation, receipt } = attempt;
  const answer = await ask<{ receipt: string }>(door.slug, "", { body: told(receipt), operation });
  forgetAttempt();
  return { how: "sent", receipt: answer.receipt || receipt };
}

/** A lesson's end: five words to look at, and nothing was asked of anybody. */
export const practise = (): Became => ({ how: "practised", receipt: drawReceipt() });
