import type { Delivery } from "../../api/deliveries";
import { clock, day, dayOf } from "../../i18n/dates";
import { Say, say, sayCode } from "../../i18n/say";
import { Table } from "../../parts/table/Table";
import { Tongue } from "../../parts/tongue/Tongue";
import { now, useMe } from "../../session";
import { spokenNumber } from "../people/families/number";
import { Names } from "./MatterCard";
import { stateOf, when } from "./state";

/** The list for a round of calls, as it is printed: whom to ring about whom, in which language, and room to write. */
export function Round(props: { of: readonly Delivery[] }) {
  const me = useMe();
  const at = now();
  return (
    <div class="round">
      <p class="only-print">
        <Say k="pwa.today.printed" with={{ Name: me.person.name, Day: day(dayOf(at)), Time: clock(at) }} />
      </p>
      <Table
        label={say("delivery.round.title")}
        rows={props.of}
        id={one => one.id}
        columns={[
          { head: say("delivery.round.about"), cell: one => <About of={one} /> },
          {
            head: say("delivery.round.whom"),
            cell: one => (
              <b>
                <bdi>{one.adult.name}</bdi>
              </b>
            ),
          },
          { head: say("delivery.round.language"), cell: one => <Tongue tag={one.language} /> },
          {
            head: say("delivery.round.number"),
            cell: one =>
              one.adult.mobile ? (
                <bdi dir="ltr" class="number">
                  {spokenNumber(one.adult.mobile)}
                </bdi>
              ) : (
                say("delivery.round.none")
              ),
          },
          { head: say("delivery.round.state"), cell: one => stateOf(one, at).text },
          { head: say("delivery.round.came"), cell: () => <span class="to-write" /> },
        ]}
      />
    </div>
  );
}

function About(props: { of: Delivery }) {
  const { of } = props;
  return (
    <>
      {of.pupils.length > 0 && (
        <>
          <b>
            <Names of={of.pupils} />
          </b>
          <br />
        </>
      )}
      {sayCode("delivery.what.", of.kind)}, {when(of.at, now())}
    </>
  );
}
