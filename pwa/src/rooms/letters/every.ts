import { type Addressee, type Addressees, type Asking, readAddressees } from "../../api/office";

/** Everybody whom a question finds, page by page: letters are printed for a whole class, not for what fits on a screen. */
export async function everybody(query: Asking, signal?: AbortSignal): Promise<Addressee[]> {
  const all: Addressee[] = [];
  for (let page = 1; ; page++) {
    const got: Addressees = await readAddressees({ ...query, page }, signal);
    all.push(...got.items);
    if (all.length >= got.total || got.items.length === 0) return all;
  }
}
