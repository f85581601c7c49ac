import { useRef, useState } from "preact/hooks";
import { read } from "../../../api/send";
import type { StaffMember } from "../../../api/types";
import { say, sayCode, sayMany } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Chips } from "../../../parts/chips/Chips";
import { Empty } from "../../../parts/empty/Empty";
import { Search } from "../../../parts/field/Field";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Row, Rows } from "../../../parts/rows/Rows";
import { initial, Screen } from "../../../parts/shell/Screen";
import { may, useMe } from "../../../session";
import { useLoad } from "../../../use/load";
import { find, findable } from "../../custody/find";
import { MakeLink } from "./MakeLink";

/** Who works here, what they are here, and the link with which each comes in for the first time. */
export default function Staff() {
  const me = useMe();
  const [typed, setTyped] = useState("");
  const [left, setLeft] = useState(false);
  const [linking, setLinking] = useState<StaffMember>();
  const field = useRef<HTMLInputElement>(null);
  const list = useLoad("staff", signal => read("/api/staff", {}, signal));
  const brings = may(me, "import_staff");
  const all = list.data?.items ?? [];
  // People are looked for by what they are as much as by name: "office", "everest".
  const searchable = findable(
    all.filter(one => one.left === left).map(of => ({ of, name: [of.name, ...roles(of), ...of.classes].join(" ") })),
  );
  const shown = find(searchable, typed).map(one => one.of);
  return (
    <Screen
      title={say("pwa.nav.staff")}
      actions={
        brings && (
          <Button href="/import" symbol="file_in">
            {say("pwa.staff.import")}
          </Button>
        )
      }
    >
      {all.length > 0 && (
        <>
          <Search label={say("pwa.staff.search")} value={typed} onValue={setTyped} input={field} />
          <Chips
            label={say("pwa.staff.which")}
            value={String(left)}
            onValue={value => setLeft(value === "true")}
            options={[
              { value: "false", label: sayMany("pwa.staff.here", all.filter(one => !one.left).length) },
              { value: "true", label: sayMany("pwa.staff.left", all.filter(one => one.left).length) },
            ]}
          />
        </>
      )}
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={6} />}
      {list.data && shown.length === 0 && (
        <Empty title={say(typed ? "pwa.desk.nobody" : left ? "pwa.staff.none_left" : "pwa.families.none")}>
          {all.length === 0 && brings && (
            <Button href="/import" look="go" symbol="file_in">
              {say("pwa.staff.import")}
            </Button>
          )}
        </Empty>
      )}
      <Rows label={say("pwa.nav.staff")}>
        {shown.map(one => (
          <Row key={one.id} name={one.name} symbol={initial(one.name)} about={<About of={one} />}>
            {one.id === me.person.id && <Pill>{say("pwa.staff.you")}</Pill>}
            {brings && !one.left && one.id !== me.person.id && (
              <Button
                small
                label={say("pwa.desk.for", { Action: say("pwa.staff.link"), Name: one.name })}
                onPress={() => setLinking(one)}
              >
                {say("pwa.staff.link")}
              </Button>
            )}
          </Row>
        ))}
      </Rows>
      {linking && <MakeLink to={linking} onClose={() => setLinking(undefined)} />}
    </Screen>
  );
}

const roles = (of: StaffMember) => of.roles.map(role => sayCode("pwa.role.", role));

function About(props: { of: StaffMember }) {
  const { of } = props;
  return (
    <>
      {roles(of).join(", ")}
      {of.classes.length > 0 && (
        <>
          {" · "}
          <bdi>{of.classes.join(", ")}</bdi>
        </>
      )}
      {of.email && (
        <>
          <br />
          <span dir="ltr">{of.email}</span>
        </>
      )}
    </>
  );
}
