import { useRef, useState } from "preact/hooks";
import { read } from "../../../api/send";
import type { Confiscation } from "../../../api/types";
import { clock, moment } from "../../../i18n/dates";
import { Say, say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Chips } from "../../../parts/chips/Chips";
import { Empty } from "../../../parts/empty/Empty";
import { Search } from "../../../parts/field/Field";
import { KindIcon } from "../../../parts/icon/Icon";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Row, Rows } from "../../../parts/rows/Rows";
import { Screen } from "../../../parts/shell/Screen";
import { may, now, useMe } from "../../../session";
import { useLoad } from "../../../use/load";
import { find, findable } from "../find";

/** What the school keeps now, or what went home in the last fourteen days. */
export default function Confiscations() {
  const me = useMe();
  const [open, setOpen] = useState(true);
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const list = useLoad(String(open), signal => read("/api/confiscations", { query: { open } }, signal));
  const items = list.data?.items ?? [];
  const shown = find(findable(items.map(one => ({ ...one, name: one.pupil.name }))), typed);
  return (
    <Screen
      title={say("pwa.kept.title")}
      actions={
        may(me, "today_class") && (
          <Button href="/class" symbol="kept">
            {say("pwa.kept.take")}
          </Button>
        )
      }
    >
      <Chips
        label={say("pwa.kept.which")}
        value={String(open)}
        onValue={value => setOpen(value === "true")}
        options={[
          { value: "true", label: say("pwa.kept.open") },
          { value: "false", label: say("pwa.kept.closed") },
        ]}
      />
      {items.length > 5 && <Search label={say("pwa.desk.search")} value={typed} onValue={setTyped} input={field} />}
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={3} />}
      {list.data && shown.length === 0 && (
        <Empty title={say(typed ? "pwa.desk.nobody" : open ? "pwa.kept.none" : "pwa.kept.none_closed")}>
          {!typed && open && <p>{say("pwa.kept.none_hint")}</p>}
        </Empty>
      )}
      <Rows label={say("pwa.kept.title")}>
        {shown.map(one => (
          <Row
            key={one.id}
            name={one.pupil.name}
            href={`/confiscations/${one.id}`}
            symbol={<KindIcon kind={one.kind} />}
            about={
              <Say
                k={one.ground ? "pwa.kept.about" : "pwa.kept.about_held"}
                with={{
                  Class: one.pupil.class,
                  Ground: one.ground && sayCode("pwa.ground.", one.ground),
                  When: moment(one.at, now()),
                }}
              />
            }
          >
            <State of={one} />
          </Row>
        ))}
      </Rows>
    </Screen>
  );
}

/** Where a kept device stands, in a few words. */
export function State(props: { of: Confiscation }) {
  const { of } = props;
  if (of.state === "released") {
    return (
      <Pill tone="ok" symbol="check">
        {say("pwa.kept.home")}
      </Pill>
    );
  }
  if (of.state === "with_police") return <Pill>{say("pwa.desk.with_police")}</Pill>;
  if (of.held) {
    return (
      <Pill tone="bad" symbol="shield">
        {say("pwa.kept.held")}
      </Pill>
    );
  }
  return (
    <>
      {of.owed && (
        <Pill tone="due" symbol="alert">
          {say(of.release.verdict === "not_yet" && !of.release.from ? "pwa.kept.contact_first" : "pwa.kept.decide")}
        </Pill>
      )}
      {of.release.verdict === "allowed" && (
        <Pill tone="ok" symbol="check">
          {say("pwa.kept.may_go")}
        </Pill>
      )}
      {of.release.verdict === "not_yet" && of.release.from && (
        <Pill symbol="wait">{say("pwa.kept.from", { Time: clock(of.release.from) })}</Pill>
      )}
    </>
  );
}
