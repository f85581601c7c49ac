// Seals what waits on this device for a network to the school's public key, so that nobody who has the device can read it:
// HPKE (RFC 9180) in base mode with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM, made of WebCrypto alone. Only
// sealing is here; hall vault opens (backend/vault), by Go's own crypto/hpke.

type Bytes = Uint8Array<ArrayBuffer>;

const CURVE = { name: "ECDH", namedCurve: "P-256" };

const bytes = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;

/** The RFC's ids of what it is made of, two bytes each: 0x0010, 0x0001, 0x0002. */
const KEM = join(bytes("KEM"), Uint8Array.of(0, 0x10));
const SUITE = join(bytes("HPKE"), Uint8Array.of(0, 0x10, 0, 1, 0, 2));

function join(...parts: Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function hmac(secret: Bytes, message: Bytes): Promise<Bytes> {
  // No salt and 32 noughts are the same to HMAC, and WebCrypto takes no empty key.
  const raw = secret.length > 0 ? secret : new Uint8Array(32);
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}

/** LabeledExtract of RFC 9180, section 4. */
const extract = (suite: Bytes, salt: Bytes, label: string, secret: Bytes) =>
  hmac(salt, join(bytes("HPKE-v1"), suite, bytes(label), secret));

/** LabeledExpand of the same section, for at most 32 bytes: HKDF's first block. */
async function expand(suite: Bytes, secret: Bytes, label: string, context: Bytes, length: number): Promise<Bytes> {
  const labelled = join(Uint8Array.of(0, length), bytes("HPKE-v1"), suite, bytes(label), context);
  return (await hmac(secret, join(labelled, Uint8Array.of(1)))).slice(0, length);
}

/** Section 5.1: the key and the nonce of the first message, and this seals no second one. */
async function schedule(shared: Bytes, info: Bytes): Promise<{ key: Bytes; nonce: Bytes }> {
  const none = new Uint8Array(0);
  const context = join(
    Uint8Array.of(0), // base mode
    await extract(SUITE, none, "psk_id_hash", none),
    await extract(SUITE, none, "info_hash", info),
  );
  const secret = await extract(SUITE, shared, "secret", none);
  return {
    key: await expand(SUITE, secret, "key", context, 32),
    nonce: await expand(SUITE, secret, "base_nonce", context, 12),
  };
}

/** Section 4.1: what both sides know, from what they agreed on and the two public points. */
async function sharedOf(agreed: Bytes, enc: Bytes, theirs: Bytes): Promise<Bytes> {
  const secret = await extract(KEM, new Uint8Array(0), "eae_prk", agreed);
  return expand(KEM, secret, "shared_secret", join(enc, theirs), 32);
}

/**
 * Seals `text` for the school with that id under its public key (65 bytes of a point, not compressed): the ephemeral
 * point, 65 bytes, then the ciphertext. Fails where the key is no point of the curve, and where the page has no WebCrypto.
 */
export async function seal(school: string, publicKey: Bytes, text: string): Promise<Bytes> {
  const theirs = await crypto.subtle.importKey("raw", publicKey, CURVE, false, []);
  const mine = (await crypto.subtle.generateKey(CURVE, false, ["deriveBits"])) as CryptoKeyPair;
  const enc = new Uint8Array(await crypto.subtle.exportKey("raw", mine.publicKey));
  const agreed = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
  const shared = await sharedOf(new Uint8Array(agreed), enc, publicKey);
  const { key, nonce } = await schedule(shared, bytes(`lollipop draft v1 ${school}`));
  const aes = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  return join(enc, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, aes, bytes(text))));
}

/** For the test that opens what the server's side sealed: the halves of the RFC that both directions share. */
export const inside = { schedule, sharedOf, bytes };
