import { say, sayCode } from "../../i18n/say";
import type { Door } from "./door";
import type { useOnlyWords } from "./only-words";

/** What every screen of the form is given. */
export interface Shared {
  door: Door;
  practice: boolean;
  words: ReturnType<typeof useOnlyWords>;
}

/** The codes that the forms offer, in their order. */
export const KINDS = [
  "unkind",
  "picture",
  "stranger",
  "saw",
  "secret",
  "money",
  "account",
  "beliefs",
  "other",
] as const;
/** What the youngest are asked: what they can have met, in pictures that they can tell apart. */
export const YOUNG_KINDS: readonly string[] = ["unkind", "saw", "picture", "stranger", "secret", "other"];
export const FEELS = ["sad", "scared", "angry", "worried", "confused", "fine"] as const;
export const NAMINGS = ["named", "lead_only", "anonymous"] as const;
export const BOXES = ["welfare", "conduct", "complaint", "whistle"] as const;

/** Whom it is about, in words. A friend is a child for the school; to whoever tells it is a friend. */
export const aboutWords = (code: string) =>
  code === "friend" ? say("tell.about_friend") : sayCode("concern.about.", code);

/** The names of whoever has the role, where the door has said them. */
export const namesOf = (door: Door, about: string) =>
  (door.said?.choices?.find(one => one.about === about)?.names ?? []).join(", ");

/** What is read aloud: sentences one after the other, each with an end that a voice can hear. */
export const aloudOf = (...parts: readonly (string | false | undefined)[]) =>
  parts
    .filter(part => part)
    .map(part => (/[.!?:…۔؟]["”“»]?$/.test(String(part)) ? part : `${part}.`))
    .join(" ");

/** What is read of answers to tap: each with the line under it. */
export const tilesAloud = (tiles: readonly { label: string; about?: unknown }[]) =>
  aloudOf(...tiles.flatMap(({ label, about }) => [label, typeof about === "string" && about]));

/** Roles that every school has, for when the door could not be asked. */
const ROLES: readonly string[] = ["head", "dsl", "deputy_dsl"];

/** Those at school who can be named by their role. */
export const rolesOf = (door: Door): readonly string[] => door.said?.choices?.map(one => one.about) ?? ROLES;
