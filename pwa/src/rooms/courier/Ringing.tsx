import { say, sayMany } from "../../i18n/say";
import { Icon } from "../../parts/icon/Icon";
import { Pill } from "../../parts/pill/Pill";
import { useStore } from "../../store";
import { FamilyScreen } from "../family/FamilyScreen";
import { usePerson } from "../family/person";
import { RingSchool } from "../family/RingSchool";
import { unread } from "../notice/unread";
import { RingingState, type Said } from "./RingingState";

const SAID: Said = {
  how: ["courier.how"],
  shown: "courier.message.title",
  on: "courier.on_about",
  cannot: "courier.cannot_about",
};

function Here() {
  const person = usePerson();
  const waiting = useStore(unread);
  return (
    <>
      <RingingState said={SAID} />
      <a class="row-link" href="/messages">
        <Icon name="message" />
        <span class="grow">{say("notice.inbox.title")}</span>
        {waiting > 0 && <Pill tone="due">{sayMany("notice.nav.new", waiting)}</Pill>}
        <Icon name="next" flips />
      </a>
      {person.seats.map(seat => (
        <RingSchool key={seat.id} {...seat.school} />
      ))}
    </>
  );
}

/** Being told at once: what it is, and turning it on and off for this device. */
export default function Ringing() {
  return (
    <FamilyScreen title={say("courier.title")}>
      <Here />
    </FamilyScreen>
  );
}
