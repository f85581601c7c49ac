import { say } from "../../i18n/say";
import { store, useStore } from "../../store";

const REMEMBERED = "lollipop.english";

/** Whether the English stands beside a translation: shown until the reader hides it, and remembered on this device. */
const shown = store(localStorage.getItem(REMEMBERED) !== "hidden");

/** Follows whether the English is shown. */
export const useEnglish = () => useStore(shown);

/** Shows or hides the English, everywhere and from now on. */
export function showEnglish(yes: boolean): void {
  localStorage.setItem(REMEMBERED, yes ? "shown" : "hidden");
  shown.set(yes);
}

/** Whether a text is English in its own right, so that the English beside it would say the same twice. */
export const isEnglish = (lang: string) => lang === "en";

/** The English of a translated text, quietly beside it, with its own direction and language. */
export function English(props: { lang: string; text: string }) {
  const open = useEnglish();
  if (isEnglish(props.lang) || !open) return null;
  return (
    <p class="english" lang="en" dir="ltr">
      {props.text}
    </p>
  );
}

/** One tap to see the English or to put it away. */
export function EnglishSwitch(props: { lang: string }) {
  const open = useEnglish();
  if (isEnglish(props.lang)) return null;
  return (
    <button type="button" class="button quiet small" aria-pressed={open} onClick={() => showEnglish(!open)}>
      {say(open ? "family.english.hide" : "family.english.show")}
    </button>
  );
}
