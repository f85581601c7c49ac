import type { ComponentChild } from "preact";
import type bell from "../../../locales/en/bell.json";
import type courier from "../../../locales/en/courier.json";
import type delivery from "../../../locales/en/delivery.json";
import type family from "../../../locales/en/family.json";
import type letter from "../../../locales/en/letter.json";
import type notice from "../../../locales/en/notice.json";
import type offline from "../../../locales/en/offline.json";
import type pupil from "../../../locales/en/pupil.json";
import type english from "../../../locales/en/pwa.json";
import type reading from "../../../locales/en/reading.json";
import type tell from "../../../locales/en/tell.json";
import { store, useStore } from "../store";
import { type Args, type Catalogue, found, has, type Language, pieces, render } from "./catalogue";

/** A key of this app's own sentences: a misspelt one does not compile. */
export type Key =
  | keyof typeof english
  | keyof typeof courier
  | keyof typeof delivery
  | keyof typeof family
  | keyof typeof letter
  | keyof typeof notice
  | keyof typeof offline
  | keyof typeof bell
  | keyof typeof reading
  | keyof typeof pupil
  | keyof typeof tell;

/** The language on screen, with its sentences. */
export interface Spoken extends Language {
  catalogue: Catalogue;
}

/** What is spoken now. Set once before the first drawing, and again when the reader chooses another language. */
export const spoken = store<Spoken>({
  tag: "en",
  name: "English",
  dir: "ltr",
  catalogue: { lang: "en", dir: "ltr", messages: {} },
});

let vocabulary: Args = {};

/**
 * Sets what the school calls its people, as codes of the catalogue: from then on every sentence can use {{.Child}} and
 * {{.Children}} (pupil, learners), {{.Organisation}} (school, setting) and {{.Approver}}, as the server's can.
 */
export function callThem(terms: { child: string; organisation: string; approver: string }): void {
  const word = (code: string, count?: number) => ({ key: `school.term.${code}`, ...(count && { count }) });
  vocabulary = {
    Child: word(terms.child, 1),
    Children: word(terms.child, 2),
    Organisation: word(terms.organisation),
    Approver: word(terms.approver),
  };
}

/** Follows the language: a component that says anything through `say` is below one that called this. */
export const useSpoken = () => useStore(spoken);

/** The sentence of a key as plain text, for attributes, titles and everything without names in it. */
export function say(key: Key, args?: Args): string {
  return render(spoken.get().catalogue, { key, args: { ...vocabulary, ...args } });
}

/** The sentence of a key in the plural form of `count`. */
export function sayMany(key: Key, count: number, args?: Args): string {
  return render(spoken.get().catalogue, { key, count, args: { ...vocabulary, ...args } });
}

/** Whether the language on screen, or the English beneath it, has the key. For keys made of codes of the server. */
export function known(key: string): key is Key {
  return has(spoken.get().catalogue, key);
}

/** The sentence of prefix + code ("pwa.kind." + "phone"); a code that we have no words for is shown as it is. */
export function sayCode(prefix: string, code: string): string {
  const key = prefix + code;
  return known(key) ? say(key) : code.replaceAll("_", " ");
}

/** What stands in a placeholder: one thing, or several names. */
type Drawn = ComponentChild | readonly string[];

function apart(of: Drawn, key: string): ComponentChild {
  if (!Array.isArray(of)) return <bdi key={key}>{of as ComponentChild}</bdi>;
  return of.flatMap((name: string, i) => [i > 0 && ", ", <bdi key={`${key} ${i}`}>{name}</bdi>]);
}

/**
 * The sentence of a key with things to draw in its placeholders. Each stands in its own <bdi>, so that a name of
 * another direction cannot turn the sentence around; of several names each has its own. English that stands in for
 * another language says so, to the browser and to whoever hears it read.
 */
export function Say(props: { k: Key; count?: number; with?: Readonly<Record<string, Drawn>> }) {
  const now = useSpoken();
  const args: Record<string, Drawn> = {
    ...(props.count !== undefined && { PluralCount: props.count }),
    ...props.with,
  };
  const sentence = found(now.catalogue, props.k, props.count);
  const said = pieces(sentence.text).map(piece => {
    if (typeof piece === "string") return piece;
    if (piece.name in args) return apart(args[piece.name], piece.name);
    return render(now.catalogue, { key: `{{.${piece.name}}}`, args: vocabulary });
  });
  if (!sentence.english) return <>{said}</>;
  return (
    <span lang="en" dir="ltr">
      {said}
    </span>
  );
}
