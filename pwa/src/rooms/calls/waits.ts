import type { Call } from "../../api/office";

/** Somebody who was not reached still waits. */
export const waits = (one: Call) => !one.done || one.done.outcome === "no_answer";
