import { useState } from "preact/hooks";
import { post, read } from "../../../api/send";
import type { Exception, Exceptions as List } from "../../../api/types";
import { day, dayOf } from "../../../i18n/dates";
import { Say, say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Empty } from "../../../parts/empty/Empty";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Row, Rows } from "../../../parts/rows/Rows";
import { now } from "../../../session";
import { useAction } from "../../../use/action";
import { useLoad } from "../../../use/load";
import { ApproveException } from "./ApproveException";
import { Leave } from "./Leave";

/**
 * Children who may keep a device: approved one by one, dated, with a reason that the desk never shows.
 *
 * Policy: phones.contact_exception (AR 9.3/4, BG 9.3/4).
 */
export default function Exceptions() {
  const list = useLoad("exceptions", signal => read("/api/exceptions", {}, signal));
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Exception>();
  const items = list.data?.items ?? [];
  const today = dayOf(now());
  const groups = [
    { label: say("pwa.leave.stands"), items: items.filter(one => one.stands) },
    { label: say("pwa.leave.later"), items: items.filter(one => !one.ended && one.from > today) },
    {
      label: say("pwa.leave.over"),
      items: items.filter(one => one.ended || (!one.stands && one.from <= today)),
    },
  ];
  return (
    <Leave
      actions={
        list.data && (
          <Button symbol="keeps" onPress={() => setAdding(true)}>
            {say("pwa.leave.add_child")}
          </Button>
        )
      }
    >
      <p class="muted">{say("pwa.leave.secret")}</p>
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={3} />}
      {list.data && items.length === 0 && (
        <Empty title={say("pwa.leave.no_children")}>
          <p>{say("pwa.leave.no_children_hint")}</p>
        </Empty>
      )}
      {groups.map(
        group =>
          group.items.length > 0 && (
            <section key={group.label} class="stack">
              <h2>{group.label}</h2>
              <Rows label={group.label}>
                {group.items.map(one => (
                  <OneException key={one.id} of={one} today={today} onEnd={() => setEnding(one)} />
                ))}
              </Rows>
            </section>
          ),
      )}
      {adding && (
        <ApproveException
          onClose={() => setAdding(false)}
          onDone={next => {
            list.put(next);
            setAdding(false);
          }}
        />
      )}
      {ending && (
        <End
          of={ending}
          onClose={() => setEnding(undefined)}
          onDone={next => {
            list.put(next);
            setEnding(undefined);
          }}
        />
      )}
    </Leave>
  );
}

function OneException(props: { of: Exception; today: string; onEnd: () => void }) {
  const { of } = props;
  const over = of.ended !== undefined || of.till < props.today;
  return (
    <Row
      name={of.pupil.name}
      about={
        <>
          <Say k="pwa.leave.about" with={{ Class: of.pupil.class, Reason: sayCode("pwa.leave.reason_", of.reason) }} />
          <br />
          <Say k="pwa.leave.from_till" with={{ From: day(of.from, now()), Till: day(of.till, now()) }} />
        </>
      }
    >
      {over ? (
        <Pill>
          {of.ended ? say("pwa.leave.ended_on", { Day: day(dayOf(of.ended), now()) }) : say("pwa.leave.ran_out")}
        </Pill>
      ) : (
        <Button
          small
          label={say("pwa.desk.for", { Action: say("pwa.leave.end"), Name: of.pupil.name })}
          onPress={props.onEnd}
        >
          {say("pwa.leave.end")}
        </Button>
      )}
    </Row>
  );
}

function End(props: { of: Exception; onClose: () => void; onDone: (next: List) => void }) {
  const { of } = props;
  const end = useAction(async intent => {
    props.onDone(await post("/api/exceptions/{id}/end", { path: { id: of.id }, body: {} }, intent));
  });
  return (
    <Dialog title={<Say k="pwa.leave.end_title" with={{ Name: of.pupil.name }} />} onClose={props.onClose}>
      <p>{say("pwa.leave.end_about")}</p>
      {end.problem && <Problem of={end.problem} retry={end.retry} />}
      <div class="side">
        <Button look="danger" busy={end.busy} onPress={() => end.run()}>
          {say("pwa.leave.end_go")}
        </Button>
        <Button look="quiet" onPress={props.onClose}>
          {say("pwa.cancel")}
        </Button>
      </div>
    </Dialog>
  );
}
