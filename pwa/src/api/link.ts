import { store } from "../store";

/**
 * What became of the last thing that a person changed, as the header says it. Never "saved" before the answer; "kept" is
 * safe on this device, and goes by itself.
 */
export type Link = "idle" | "sending" | "saved" | "not_saved" | "kept";

export const link = store<Link>("idle");

let under = 0;
let rest: ReturnType<typeof setTimeout> | undefined;

/** Says that a change is on its way; call the returned function with what became of it. */
export function sending(): (became: "saved" | "not_saved" | "kept" | "refused") => void {
  under++;
  clearTimeout(rest);
  link.set("sending");
  let told = false;
  return became => {
    if (told) return;
    told = true;
    under--;
    if (became === "not_saved" || became === "kept") link.set(became);
    else if (under > 0) return;
    else if (became === "refused") link.set("idle");
    else {
      link.set("saved");
      // "Saved" is news for a moment; standing there for an hour it would say something about the wrong change.
      rest = setTimeout(() => link.set("idle"), 6000);
    }
  };
}

/** Forgets what is under way: whoever comes next on this screen starts with nothing of theirs on it. */
export function forget(): void {
  under = 0;
  clearTimeout(rest);
  link.set("idle");
}
