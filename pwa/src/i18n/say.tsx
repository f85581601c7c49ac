import type { ComponentChild } from "preact";
import type english from "../../../locales/en/pwa.json";
import { store, useStore } from "../store";
import { type Args, type Catalogue, type Language, pattern, pieces, render } from "./catalogue";

/** A key of this app's own sentences: a misspelt one does not compile. */
export type Key = keyof typeof english;

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

/** Follows the language: a component that says anything through `say` is below one that called this. */
export const useSpoken = () => useStore(spoken);

/** The sentence of a key as plain text, for attributes, titles and everything without names in it. */
export function say(key: Key, args?: Args): string {
  return render(spoken.get().catalogue, { key, ...(args && { args }) });
}

/** The sentence of a key in the plural form of `count`. */
export function sayMany(key: Key, count: number, args?: Args): string {
  return render(spoken.get().catalogue, { key, count, ...(args && { args }) });
}

/** Whether the language on screen, or the English beneath it, has the key. For keys made of codes of the server. */
export function known(key: string): key is Key {
  return Object.hasOwn(spoken.get().catalogue.messages, key);
}

/** The sentence of prefix + code ("pwa.kind." + "phone"); a code that we have no words for is shown as it is. */
export function sayCode(prefix: string, code: string): string {
  const key = prefix + code;
  return known(key) ? say(key) : code.replaceAll("_", " ");
}

/**
 * The sentence of a key with things to draw in its placeholders. Each stands in its own <bdi>, so that a name of
 * another direction cannot turn the sentence around.
 */
export function Say(props: { k: Key; count?: number; with?: Readonly<Record<string, ComponentChild>> }) {
  const now = useSpoken();
  const args: Record<string, ComponentChild> = { ...props.with };
  if (props.count !== undefined) args.PluralCount ??= props.count;
  return (
    <>
      {pieces(pattern(now.catalogue, props.k, props.count)).map(piece =>
        typeof piece === "string" ? piece : <bdi key={piece.name}>{args[piece.name]}</bdi>,
      )}
    </>
  );
}
