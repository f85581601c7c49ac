import { useState } from "preact/hooks";
import type { ShownCode } from "../../api/family";
import { post } from "../../api/send";
import { clock } from "../../i18n/dates";
import { Say, say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Problem } from "../../parts/problem/Problem";
import { useCountdown } from "../../parts/toast/Toast";
import { now } from "../../session";
import { useAction } from "../../use/action";
import { showCode } from "./codes";
import { FamilyScreen } from "./FamilyScreen";
import { usePerson } from "./person";
import { RingSchool } from "./RingSchool";

/** A quarter of an hour, in milliseconds: the code's own length, by whatever clock this phone has. */
const QUARTER = 15 * 60_000;

function Code(props: { of: ShownCode; end: number }) {
  const left = useCountdown(props.end);
  const minutes = Math.ceil(left / 60);
  if (left === 0) return <p role="status">{say("family.phone.over")}</p>;
  return (
    <div class="hand-code stack">
      <p>{say("family.phone.code")}</p>
      <p class="big-code" dir="ltr" role="status">
        {showCode(props.of.code)}
      </p>
      <p class="muted">
        {/* The code lasts by the machine's clock, the time of day is the school's: in a demo the two differ. */}
        <Say k="family.phone.until" with={{ Time: clock(new Date(now().getTime() + left * 1000)) }} />{" "}
        {sayMany("family.phone.left", minutes)}
      </p>
    </div>
  );
}

function Make() {
  const person = usePerson();
  const [made, set] = useState<{ code: ShownCode; end: number }>();
  const make = useAction(async intent => {
    const code = await post("/api/hand-over", { body: {}, as: person.seats[0]?.id ?? "" }, intent);
    set({ code, end: Date.now() + QUARTER });
  });
  return (
    <>
      <Card title={say("family.phone.how")}>
        <ol class="steps">
          <li>
            <Say k="family.phone.step_open" with={{ Address: <b dir="ltr">{`${location.host}/hand-over`}</b> }} />
          </li>
          <li>{say("family.phone.step_make")}</li>
          <li>{say("family.phone.step_type")}</li>
        </ol>
        {made && <Code of={made.code} end={made.end} key={made.code.code} />}
        {make.problem && <Problem of={make.problem} retry={make.retry} />}
        <Button look={made ? "plain" : "go"} wide busy={make.busy} onPress={() => void make.run()}>
          {say(made ? "family.phone.again" : "family.phone.make")}
        </Button>
        <p class="muted">
          <Say k="family.phone.who" with={{ Name: person.name }} />
        </p>
      </Card>
      <Card title={say("family.phone.home_screen")}>
        <p>{say("family.phone.home_screen_about")}</p>
      </Card>
      <Card title={say("family.phone.lost")}>
        <p>{say("family.phone.lost_about")}</p>
        {person.seats.map(seat => (
          <RingSchool key={seat.id} {...seat.school} />
        ))}
      </Card>
    </>
  );
}

/** A second phone, or the app on the home screen: a code that works once, for a quarter of an hour. */
export default function AnotherPhone() {
  return (
    <FamilyScreen title={say("family.phone.title")}>
      <Make />
    </FamilyScreen>
  );
}
