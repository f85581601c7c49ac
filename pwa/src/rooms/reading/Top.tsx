import { useEffect, useState } from "preact/hooks";
import { Say, say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Icon } from "../../parts/icon/Icon";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { now, useMe } from "../../session";
import { useAction } from "../../use/action";
import { type Concern, printConcern } from "./api";
import { dated, When } from "./When";

const TONES = { now: "bad", soon: "due", ordinary: undefined } as const;

/** What it is, how soon, how far it has come; that it was recorded; the way to paper. */
export function Top(props: { of: Concern; first: boolean; put: (next: Concern) => void }) {
  const { of } = props;
  const me = useMe();
  const [paper, lay] = useState(0);
  const printing = useAction(async intent => {
    props.put(await printConcern(of.id, intent));
    lay(paper + 1);
  });
  useEffect(() => {
    if (paper > 0) print(); // once the newest answer is drawn
  }, [paper]);
  return (
    <>
      {of.danger && <Danger />}
      {props.first && (
        <div class="no-print">
          <Card tone="sun">
            <div role="status">
              <p>
                <b>{say("reading.first")}</b>
              </p>
              <p>{say("reading.first_about")}</p>
            </div>
          </Card>
        </div>
      )}
      <div class="concern-top">
        <div class="grow">
          <h2>{sayCode("reading.box.", of.box)}</h2>
          <p class="side">
            <Pill tone={TONES[of.urgency]}>{say(`reading.urgency.${of.urgency}`)}</Pill>
            <Pill>{sayCode("reading.status.", of.status)}</Pill>
            {of.until && (
              <Pill tone="due" symbol="wait">
                <span>
                  <Say k="reading.until" with={{ When: <When at={of.until} /> }} />
                </span>
              </Pill>
            )}
          </p>
          <p class="muted">
            <Say k="reading.told_at" with={{ When: <When at={of.at} /> }} />
            {of.told_at > of.at && (
              <>
                {" · "}
                <Say k="reading.told_more" with={{ When: <When at={of.told_at} /> }} />
              </>
            )}
          </p>
        </div>
        <div class="stack no-print">
          <Button symbol="print" busy={printing.busy} onPress={() => printing.run()}>
            {say("reading.print")}
          </Button>
          <p class="quietly">{say("reading.recorded")}</p>
          <p class="quietly">{say("reading.print_recorded")}</p>
        </div>
      </div>
      {printing.problem && <Problem of={printing.problem} retry={printing.retry} />}
      <p class="only-print">
        <Say k="reading.paper.by" with={{ Name: me.person.name, When: dated(now()) }} /> {say("reading.paper.about")}
      </p>
    </>
  );
}

/** Whoever told it said that somebody is in danger now: what to do before anything else is read. */
function Danger() {
  const door = say("reading.answered.front_door");
  const night = say("reading.answered.front_door_night");
  return (
    <div role="alert">
      <Card tone="brick">
        <p class="side">
          <Icon name="alert" />
          <b class="grow">{say("reading.answered.danger")}</b>
        </p>
        <p>{say("reading.answered.danger_about")}</p>
        <div class="side">
          <Button look="danger" symbol="call" href="tel:999">
            999
          </Button>
          <Ring label={say("reading.answered.front_door_day")} number={door} />
          <Ring label={say("reading.answered.front_door_late")} number={night} />
        </div>
      </Card>
    </div>
  );
}

function Ring(props: { label: string; number: string }) {
  return (
    <Button symbol="call" href={`tel:${props.number.replaceAll(" ", "")}`}>
      {props.label}{" "}
      <bdi class="to-ring" dir="ltr">
        {props.number}
      </bdi>
    </Button>
  );
}
