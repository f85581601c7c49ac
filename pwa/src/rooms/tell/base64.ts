/** Bytes as base64, as Go's encoding/json writes them. */
export const toBase64 = (raw: Uint8Array) => btoa(Array.from(raw, byte => String.fromCharCode(byte)).join(""));

/** The bytes of base64. Throws where it is none. */
export const fromBase64 = (text: string) => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
