import { store } from "../../store";

/** Which text is being read aloud: whoever asked for it; null when it is quiet. One at a time on the whole device. */
export const reading = store<object | null>(null);

/** The voices of this device. Many browsers know them only some time after the page is there. */
export const voices = store<readonly SpeechSynthesisVoice[]>([]);

const engine = () => (typeof speechSynthesis === "undefined" ? undefined : speechSynthesis);

let listening: SpeechSynthesis | undefined;

/** Asks the device for its voices, and follows them. */
export function lookForVoices(): void {
  const now = engine();
  if (!now || listening === now) return;
  listening = now;
  const take = () => voices.set(now.getVoices());
  now.addEventListener?.("voiceschanged", take);
  // Leaving by a link of the browser's own, or to another app: nobody is in front of the screen.
  addEventListener("pagehide", stop);
  take();
}

const parts = (tag: string) => tag.toLowerCase().replaceAll("_", "-").split("-x-")[0]?.split("-") ?? [];
const script = (of: readonly string[]) => of.find(part => part.length === 4);

/**
 * The voice for a text's language: of the same language, and script where both name one; never a related language.
 * First the same region (for English without one, this country's), then one that speaks without a network.
 */
export function voiceFor(lang: string, among: readonly SpeechSynthesisVoice[]): SpeechSynthesisVoice | undefined {
  const wish = parts(lang);
  const region = wish.slice(1).find(part => part.length === 2) ?? (wish[0] === "en" ? "gb" : undefined);
  const points = (voice: SpeechSynthesisVoice) =>
    (region && parts(voice.lang).slice(1).includes(region) ? 4 : 0) +
    (voice.localService ? 2 : 0) +
    (voice.default ? 1 : 0);
  return among
    .filter(voice => {
      const has = parts(voice.lang);
      return has[0] === wish[0] && (!script(has) || !script(wish) || script(has) === script(wish));
    })
    .reduce<SpeechSynthesisVoice | undefined>(
      (best, voice) => (best && points(best) >= points(voice) ? best : voice),
      undefined,
    );
}

/** Reads a text aloud; whatever was being read stops. `who` is told of by `reading` until the end. */
export function readAloud(who: object, text: string, lang: string): void {
  const now = engine();
  const voice = voiceFor(lang, voices.get());
  if (!now || !voice) return;
  now.cancel();
  const saying = new SpeechSynthesisUtterance(text);
  saying.voice = voice;
  saying.lang = voice.lang;
  saying.rate = 0.9; // slower than usual: these are sentences to think about
  const over = () => {
    if (reading.get() === who) reading.set(null);
  };
  saying.onend = over;
  saying.onerror = over;
  reading.set(who);
  now.speak(saying);
}

/** Quiet. */
export function stop(): void {
  if (!reading.get()) return;
  reading.set(null);
  engine()?.cancel();
}
