import type { Messages } from "../../src/i18n/catalogue";
import { spoken } from "../../src/i18n/say";

const rooms = import.meta.glob<Messages>("../../../locales/en/*.json", { eager: true, import: "default" });

/** Every English sentence, as the server would merge them. */
export const english: Messages = Object.assign({}, ...Object.values(rooms));

/** Speaks English, as the first page does. */
export function speakEnglish(): void {
  const catalogue = { lang: "en", dir: "ltr", messages: english } as const;
  spoken.set({ tag: "en", name: "English", dir: "ltr", catalogue });
}
