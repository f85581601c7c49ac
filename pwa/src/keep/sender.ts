import type { ProblemBody } from "../api/types";
import type { Kept, Shelf } from "./shelf";

/** What became of one try. "nobody": the server says that nobody is signed in, or not this person. */
export type Answered =
  | { became: "saved"; answer: unknown }
  | { became: "refused"; problem: ProblemBody }
  | { became: "unanswered" }
  | { became: "nobody" };

/** What the sender needs of the world around it. */
export interface Ports {
  shelf: Shelf;
  /** Posts one signing, once. It never throws. */
  send(one: Kept): Promise<Answered>;
  /** The seats of whoever is signed in; none when nobody is. */
  seats(): readonly string[];
  /** Runs `work` while no other tab runs any. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  /** Waits before the next try. */
  rest(ms: number): Promise<void>;
  /** Waits between tries while the person looks on, in milliseconds. */
  pauses: readonly number[];
}

/** A signing as screens see it. */
export interface Waiting {
  /** Its operation id. */
  id: string;
  as: string;
  school: string;
  documents: string[];
  /** The very words that were signed. */
  editions: string[];
  /** The children it is for; empty for the signer's own promises alone. */
  pupils: string[];
  since: Date;
  /** kept: it goes when it can. needs_you: the server said no, and why stands in `problem`. */
  state: "kept" | "sending" | "needs_you";
  /**
   * Why it is not saved: the server's own words, or kind "signed_out" while it waits for the person who signed. A
   * version replaced meanwhile is kind "conflict". Absent: there was no network.
   */
  problem?: ProblemBody | { kind: string; status: number; title?: undefined };
}

/** What became of signing: saved, kept on this phone for later, or neither, because this browser keeps nothing. */
export type Outcome = { became: "saved"; answer: unknown } | { became: "kept" } | { became: "not_kept" };

/** The server's no, to somebody who is looking on. */
export class SigningRefused extends Error {
  constructor(readonly problem: ProblemBody) {
    super(problem.title);
  }
}

/** Brings what is on the shelf to the server: one at a time, one tab at a time, each under its own operation id. */
export class Sender {
  #now: string | undefined;
  #words = new Map<string, ProblemBody>();
  #nobody = new Set<string>();

  constructor(
    private readonly ports: Ports,
    /** Called after every change: what stands on the shelf now. */
    private readonly told: (waiting: Waiting[]) => void,
    /** Called with each signing that was saved while nobody waited for its answer. */
    private readonly saved: (one: Waiting) => void,
  ) {}

  /** Tells anew what is on the shelf; on a browser that keeps nothing, nothing is. */
  async look(): Promise<void> {
    const all = await this.ports.shelf.all().catch(() => []);
    this.told(all.map(one => this.#seen(one)));
  }

  /** Keeps, then sends, and tries again for a few seconds. Throws SigningRefused when the server says no. */
  async sign(one: Kept): Promise<Outcome> {
    const kept = await this.ports.shelf.put(one).then(
      () => true,
      () => false,
    );
    await this.look();
    return this.ports.alone(async () => {
      for (let tries = 0; ; tries++) {
        const answered = await this.#try(one);
        if (answered.became === "saved") {
          await this.#drop(one.id);
          return answered;
        }
        if (answered.became === "refused") {
          await this.#drop(one.id);
          throw new SigningRefused(answered.problem);
        }
        const pause = this.ports.pauses[tries];
        if (answered.became === "nobody" || pause === undefined) return { became: kept ? "kept" : "not_kept" };
        await this.ports.rest(pause);
      }
    });
  }

  /** Sends what waits, oldest first; with `again` also what was refused, to hear the words anew. */
  async send(again = false): Promise<void> {
    await this.ports.alone(async () => {
      for (const one of await this.ports.shelf.all().catch(() => [])) {
        if (one.refused && !(again && !this.#words.has(one.id))) continue;
        const answered = await this.#try(one);
        if (answered.became === "saved") {
          const seen = this.#seen(one);
          await this.#drop(one.id);
          this.saved(seen);
        } else if (answered.became === "refused") {
          const { kind, status } = answered.problem;
          this.#words.set(one.id, answered.problem);
          await this.ports.shelf.change(one.id, was => ({ ...was, refused: { kind, status } })).catch(() => false);
        } else if (answered.became === "unanswered") break; // no network for one is none for the next
      }
    });
    await this.look();
  }

  /** Drops one, unsent. */
  async forget(id: string): Promise<void> {
    await this.#drop(id);
  }

  /** Drops everything: whoever comes next on this phone finds nothing. */
  async forgetAll(): Promise<void> {
    this.#words.clear();
    this.#nobody.clear();
    await this.ports.shelf.clear().catch(() => undefined);
    await this.look();
  }

  async #try(one: Kept): Promise<Answered> {
    if (!this.ports.seats().includes(one.as)) {
      this.#nobody.add(one.id);
      await this.look();
      return { became: "nobody" };
    }
    this.#now = one.id;
    await this.look();
    const answered = await this.ports.send(one);
    this.#now = undefined;
    if (answered.became === "nobody") this.#nobody.add(one.id);
    else this.#nobody.delete(one.id);
    await this.look();
    return answered;
  }

  async #drop(id: string): Promise<void> {
    this.#words.delete(id);
    this.#nobody.delete(id);
    await this.ports.shelf.remove(id).catch(() => undefined);
    await this.look();
  }

  #seen(one: Kept): Waiting {
    const { answers } = JSON.parse(one.body) as {
      answers: { document: string; edition: string; pupil?: string }[];
    };
    const problem = one.refused
      ? (this.#words.get(one.id) ?? one.refused)
      : this.#nobody.has(one.id)
        ? { kind: "signed_out", status: 401 }
        : undefined;
    return {
      id: one.id,
      as: one.as,
      school: one.school,
      documents: [...new Set(answers.map(each => each.document))],
      editions: [...new Set(answers.map(each => each.edition))],
      pupils: [...new Set(answers.flatMap(each => each.pupil ?? []))],
      since: new Date(one.since),
      state: one.id === this.#now ? "sending" : one.refused ? "needs_you" : "kept",
      ...(problem && { problem }),
    };
  }
}
