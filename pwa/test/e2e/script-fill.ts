import { expect } from "@playwright/test";
import { corpus, SHORTEST } from "./corpus";
import { Asker, type Demo } from "./script-ask";
import { bringPeople } from "./script-people";
import { fillAUP, fillCustody, fillLeave } from "./script-rooms";
import { fillTold } from "./script-told";
import { type Filled, Filling, type Things } from "./script-words";

/** Fills every text of the demo's first school. */
export async function fill(demo: Demo): Promise<{ filled: Filled; things: Things }> {
  const of = new Filling();
  const things: Things = {};
  const [office, head, teacher] = await Promise.all([
    demo.staff("office secretary"),
    demo.staff("designated safeguarding lead and head"),
    demo.staff("class teacher"),
  ]);
  await bringPeople(office, head, things);
  await fillCustody(of, office, head, things);
  await fillLeave(of, head, teacher);
  await fillAUP(of, demo, head, things);
  await fillTold(of, head, new Asker(demo.origin), things);
  expect(
    corpus.every(line => line.length <= SHORTEST),
    "every line fits into every text",
  ).toBe(true);
  return { filled: of.filled, things };
}
