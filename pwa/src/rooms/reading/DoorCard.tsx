import { useState } from "preact/hooks";
import { moment } from "../../i18n/dates";
import { Say, say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Dialog } from "../../parts/dialog/Dialog";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { WhyBox } from "../../parts/why-box/WhyBox";
import { may, now, useMe } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { type Door, readDoor, setDoor } from "./api";

/** On the day's page, for the head and the safeguarding lead: whether the school's button is open, and who could read. */
export function DoorCard() {
  return may(useMe(), "tell_door") ? (
    <Card title={say("reading.door.title")}>
      <Minded />
    </Card>
  ) : null;
}

function Minded() {
  const door = useLoad("door", readDoor);
  const [closing, close] = useState(false);
  const turn = useAction(async (intent, open: boolean) => {
    door.put(await setDoor(open, intent));
    close(false);
  });
  const { data } = door;
  if (!data) return door.problem ? <Problem of={door.problem} retry={door.again} /> : null;
  return (
    <>
      <p class="side">
        <Pill tone={data.open ? "ok" : "bad"} symbol={data.open ? "check" : "no"}>
          {say(data.open ? "reading.door.opened" : "reading.door.closed")}
        </Pill>
        {data.open && data.opened_at && (
          <span class="muted">
            <Say k="reading.door.opened_by" with={{ Name: data.by ?? "", When: moment(data.opened_at, now()) }} />
          </span>
        )}
      </p>
      <p>{say("reading.door.about")}</p>
      <Could of={data} />
      {turn.problem && !closing && <Problem of={turn.problem} retry={turn.retry} />}
      <div class="side no-print">
        {data.open ? (
          <Button onPress={() => close(true)}>{say("reading.door.close")}</Button>
        ) : (
          data.ruling.verdict === "allowed" && (
            <Button look="go" busy={turn.busy} onPress={() => turn.run(true)}>
              {say("reading.door.open")}
            </Button>
          )
        )}
      </div>
      {closing && (
        <Dialog title={say("reading.door.close_title")} onClose={() => close(false)}>
          <p>{say("reading.door.close_about")}</p>
          {turn.problem && <Problem of={turn.problem} retry={turn.retry} />}
          <Button look="danger" wide busy={turn.busy} onPress={() => turn.run(false)}>
            {say("reading.door.close")}
          </Button>
        </Dialog>
      )}
    </>
  );
}

/** Who could have to read; where these are too few, who is missing and how to mend it. */
function Could(props: { of: Door }) {
  const { readers, ruling } = props.of;
  const only = readers.length === 1 ? readers[0] : undefined;
  return (
    <>
      {ruling.verdict !== "allowed" ? (
        <div role="alert" class="stack">
          <p>
            <b>{only ? <Say k="reading.door.one" with={{ Name: only.name }} /> : say("reading.door.no_one")}</b>{" "}
            {say("reading.door.roles")}
          </p>
          <div class="side">
            <Button small href="/staff" symbol="staff">
              {say("reading.door.staff")}
            </Button>
          </div>
        </div>
      ) : (
        <p>
          {say("reading.door.readers")}:{" "}
          {readers.map((one, i) => (
            <span key={one.id}>
              {i > 0 && ", "}
              <bdi>{one.name}</bdi>
              {one.roles.length > 0 && (
                <span class="muted"> ({one.roles.map(role => sayCode("pwa.role.", role)).join(", ")})</span>
              )}
            </span>
          ))}
        </p>
      )}
      {ruling.why && <WhyBox why={ruling.why} />}
    </>
  );
}
