import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromBase64, toBase64 } from "./base64";
import { inside, seal } from "./seal";

/** What Go sealed and opens: backend/vault/seals_test.go reads the same file. */
const vector = JSON.parse(readFileSync("../backend/vault/testdata/draft.json", "utf8")) as Record<
  "school" | "info" | "public" | "private" | "plaintext" | "sealed",
  string
>;
const publicKey = fromBase64(vector.public);

const url = (raw: Uint8Array) => toBase64(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** Opens as the school does. */
async function open(sealed: Uint8Array<ArrayBuffer>, info = vector.info): Promise<string> {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const own = await crypto.subtle.importKey(
    "jwk",
    {
      kty: "EC",
      crv: "P-256",
      d: url(fromBase64(vector.private)),
      x: url(publicKey.slice(1, 33)),
      y: url(publicKey.slice(33)),
    },
    curve,
    false,
    ["deriveBits"],
  );
  const enc = sealed.slice(0, 65);
  const theirs = await crypto.subtle.importKey("raw", enc, curve, false, []);
  const agreed = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256));
  const shared = await inside.sharedOf(agreed, enc, publicKey);
  const { key, nonce } = await inside.schedule(shared, inside.bytes(info));
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, aes, sealed.slice(65));
  return new TextDecoder().decode(plain);
}

describe("sealing a draft to the school", () => {
  it("knows what Go sealed", async () => {
    expect(await open(fromBase64(vector.sealed))).toBe(vector.plaintext);
  });

  it("seals so that the school opens it, and never twice the same", async () => {
    const one = await seal(vector.school, publicKey, vector.plaintext);
    const other = await seal(vector.school, publicKey, vector.plaintext);
    expect(await open(one)).toBe(vector.plaintext);
    expect(await open(other)).toBe(vector.plaintext);
    expect(toBase64(one.slice(0, 65))).not.toBe(toBase64(other.slice(0, 65)));
    expect(one.length).toBe(65 + new TextEncoder().encode(vector.plaintext).length + 16);
    expect(new TextDecoder("latin1").decode(one)).not.toContain("Hook Lane");
  });

  it("is bound to the school, and whole", async () => {
    await expect(open(await seal("another", publicKey, "words"))).rejects.toThrow();
    const cut = (await seal(vector.school, publicKey, "words")).slice(0, -1);
    await expect(open(cut)).rejects.toThrow();
  });

  it("refuses what is no key", async () => {
    for (const wrong of [new Uint8Array(0), new Uint8Array(65), publicKey.slice(0, 64), new Uint8Array(65).fill(4)]) {
      await expect(seal(vector.school, wrong, "words")).rejects.toThrow();
    }
  });
});
