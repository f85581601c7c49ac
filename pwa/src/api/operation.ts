/** Crockford's letters in lower case, as the server writes ids: no i, l, o or u, so that nobody misreads one. */
const LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

/** A fresh operation id: 26 letters, the first two bits zero, so 128 random bits. */
export function newOperation(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let out = "";
  for (let i = 0; i < 26; i++) {
    out = LETTERS[Number(bits & 31n)] + out;
    bits >>= 5n;
  }
  return out;
}

/**
 * What a person means to do once. Its id stays the same however often it has to be sent, so the server does it once;
 * it changes when the person means something else (another body) or has had a definite answer.
 */
export class Intent {
  #id = newOperation();
  #body: string | undefined;

  /** The id for this body. */
  for(body: unknown): string {
    const text = JSON.stringify(body) ?? "";
    if (this.#body !== undefined && this.#body !== text) this.#id = newOperation();
    this.#body = text;
    return this.#id;
  }

  /** Call after a definite answer, yes or no: the next time is another operation. */
  answered(): void {
    this.#id = newOperation();
    this.#body = undefined;
  }
}
