import { store } from "../../store";

/** Whose names a form has at its head. */
export interface FormFor {
  /** Who asked for it: nobody else on this screen is shown the names. */
  by: string;
  adult: string;
  children: readonly string[];
}

/** The family that a form is printed for. It is kept here alone: no address and no storage has a name in it. */
export const formFor = store<FormFor | null>(null);

/** The address of forms to sign; `named` for the family that `formFor` has. */
export function formsAddress(of: { documents: readonly string[]; language: string; named?: boolean }): string {
  const query = { documents: of.documents.join(","), language: of.language, ...(of.named && { named: "yes" }) };
  return `/forms?${new URLSearchParams(query)}`;
}

/** The first eight letters of an edition: enough to tell a sheet of paper from one with other words. */
export const shortId = (edition: string) => edition.slice(0, 8);
