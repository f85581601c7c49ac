import type { FamilyMe, FamilyPerson, LetterLook, Seat } from "../../api/family";
import { acting } from "../../api/send";
import { useFamily } from "../../session";
import { useStore } from "../../store";

/** Whose seat it is; of one alone in any case, undefined until one of several has said who they are. */
export const personOf = ({ people }: FamilyMe, seat: string): FamilyPerson | undefined =>
  people.find(one => one.seats.some(each => each.id === seat)) ?? (people.length === 1 ? people[0] : undefined);

/** Whoever of the family acts on this device; undefined until one of several has said who they are. */
export function useActing(): FamilyPerson | undefined {
  const me = useFamily();
  return personOf(me, useStore(acting));
}

/** The acting person, on screens that are drawn only when there is one. */
export function usePerson(): FamilyPerson {
  const person = useActing();
  if (!person) throw new Error("drawn with nobody chosen");
  return person;
}

/** Everything of the person's schools under one roof: several where they have children at both. */
export const schoolsOf = (person: FamilyPerson) => person.seats.map(seat => seat.school);

/** A telephone number as a link has it. */
export const dial = (number: string) => `tel:${number.replace(/[^+\d]/g, "")}`;

/** The children of a seat by id. */
export const childOf = (seat: Seat | undefined, id: string) => seat?.children.find(one => one.id === id);

const seatsOf = (me: FamilyMe) => me.people.flatMap(one => one.seats);

/** The seat that a letter has just given: the one that was not there before, else the one that it names. */
export function seatOf(me: FamilyMe, before: FamilyMe | undefined, letter: LetterLook): string {
  const had = new Set(before ? seatsOf(before).map(one => one.id) : []);
  const now = seatsOf(me);
  const named = (seat: Seat) =>
    seat.school.slug === letter.school.slug && seat.children.some(child => child.name.includes(letter.child));
  return (now.find(one => !had.has(one.id)) ?? now.find(named) ?? now[0])?.id ?? "";
}
