import { expect, type Page } from "@playwright/test";
import { call, type Letter } from "./house";
import { wordsOf } from "./words";

// What the tests of families do again and again, past the screens or by the words on them.

interface Signed {
  items: {
    id: string;
    document: string;
    number: number;
    language: string;
    status: string;
    how: string;
    standing: string;
  }[];
}

export interface Listed {
  items: {
    adult: string;
    name: string;
    relationship: string;
    language: string;
    needs_yes: boolean;
    signed_in: boolean;
    children: { id: string; name: string; class: string }[];
    last?: { state: string };
  }[];
}

export interface Printed {
  letters: { adult: string; name: string; code: string; url: string }[];
  refused: { adult: string; title: string }[];
}

export interface Pupils {
  items: {
    pupil: { id: string; name: string; dob: string };
    contacts: { adult: string; name: string; relationship: string; no_contact: boolean }[];
  }[];
}

/** Has the office print letters, past its screen: what stands on each, and the birthday that the family knows. */
export async function print(office: Page, adults: string[]): Promise<Letter[]> {
  const { status, said } = await call<Printed>(office, "/api/letters", { adults, yes: [] });
  expect([status, said.refused]).toEqual([200, []]);
  return Promise.all(
    said.letters.map(async one => {
      const q = encodeURIComponent(one.name);
      const around = (await call<Pupils>(office, `/api/families?q=${q}`)).said.items.filter(item =>
        item.contacts.some(contact => contact.adult === one.adult),
      );
      const [, month = 0, day = 0] = (
        around
          .map(item => item.pupil.dob)
          .sort()
          .at(-1) ?? ""
      )
        .split("-")
        .map(Number);
      return { name: one.name, path: new URL(one.url).pathname, code: one.code, day: String(day), month };
    }),
  );
}

/** Adults of a class with one child and no letter yet, each of another family. */
export async function strangers(office: Page, from: string): Promise<Listed["items"]> {
  const { said } = await call<Listed>(office, `/api/letters?class=${from}&page=1`);
  const alone = said.items.filter(
    one => !one.needs_yes && !one.signed_in && !one.last && one.children.length === 1 && one.language === "en",
  );
  return alone.filter((one, i) => alone.findIndex(two => two.children[0]?.id === one.children[0]?.id) === i);
}

/** Reads on, promise by promise, until only the answer is left; `see` looks at each. */
export async function readOn(page: Page, tag: string, see?: (nth: number) => Promise<void>): Promise<void> {
  const say = wordsOf(tag);
  for (let nth = 0; ; nth++) {
    await see?.(nth);
    const next = page.getByRole("button", { name: say("family.sitting.next") });
    const last = page.getByRole("button", { name: say("family.sitting.to_sign") });
    await next.or(last).click();
    if (await page.getByRole("heading", { level: 2, name: say("family.sign.title") }).isVisible()) return;
    expect(nth, "the reading comes to an end").toBeLessThan(60);
  }
}

/** All on one page instead: for tests whose matter is another. */
export async function readAll(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Show all on one page" }).click();
  await page.getByRole("button", { name: "Go to sign" }).click();
}

export async function tick(page: Page): Promise<void> {
  const box = page.getByRole("checkbox");
  if ((await box.count()) > 0) await page.locator("label").filter({ has: box }).click();
}

export const sign = (page: Page, tag = "en") =>
  page.getByRole("button", { name: wordsOf(tag)("family.sign.yes") }).click();

/** Everything that the acting person signed at a school, as the school has it. */
export async function signatures(page: Page, as = ""): Promise<Signed["items"]> {
  const { status, said } = await call<Signed>(page, "/api/aup/signatures", undefined, as);
  expect(status).toBe(200);
  return said.items;
}

/** The seats on this telephone. */
export async function seats(
  page: Page,
): Promise<{ id: string; school: { slug: string }; children: { id: string; name: string }[] }[]> {
  type Home = {
    people: { seats: { id: string; school: { slug: string }; children: { id: string; name: string }[] }[] }[];
  };
  return (await call<Home>(page, "/api/me")).said.people.flatMap(one => one.seats);
}
