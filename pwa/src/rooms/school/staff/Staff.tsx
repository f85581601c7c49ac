import { useRef, useState } from "preact/hooks";
import { post, read } from "../../../api/send";
import type { StaffMember } from "../../../api/types";
import { day, dayOf } from "../../../i18n/dates";
import { Say, say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Empty } from "../../../parts/empty/Empty";
import { Search } from "../../../parts/field/Field";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Row, Rows } from "../../../parts/rows/Rows";
import { Screen } from "../../../parts/shell/Screen";
import { useMe } from "../../../session";
import { useAction } from "../../../use/action";
import { useLoad } from "../../../use/load";
import { find, findable } from "../../custody/find";
import "./staff.css";

/** Who works here, and the link with which each comes in for the first time. */
export default function Staff() {
  const me = useMe();
  const [typed, setTyped] = useState("");
  const [linked, setLinked] = useState<{ to: StaffMember; url: string; ends: string }>();
  const field = useRef<HTMLInputElement>(null);
  const list = useLoad("staff", signal => read("/api/staff", {}, signal));
  const make = useAction(async (intent, to: StaffMember) => {
    const made = await post("/api/staff/{id}/link", { path: { id: to.id }, body: {} }, intent);
    setLinked({ to, ...made });
  });
  const shown = find(findable(list.data?.items ?? []), typed);
  return (
    <Screen
      title={say("pwa.nav.staff")}
      actions={
        <Button href="/import" symbol="file_in">
          {say("pwa.nav.imports")}
        </Button>
      }
    >
      <Search label={say("pwa.desk.search")} value={typed} onValue={setTyped} input={field} />
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {make.problem && <Problem of={make.problem} retry={make.retry} />}
      {!list.data && !list.problem && <Loading rows={6} />}
      {list.data && shown.length === 0 && <Empty title={say(typed ? "pwa.desk.nobody" : "pwa.families.none")} />}
      <Rows label={say("pwa.nav.staff")}>
        {shown.map(one => (
          <Row
            key={one.id}
            name={one.name}
            about={
              <>
                {one.roles.map(role => sayCode("pwa.role.", role)).join(", ")}
                {one.classes.length > 0 && (
                  <>
                    {" · "}
                    <bdi>{one.classes.join(", ")}</bdi>
                  </>
                )}
                {one.email && (
                  <>
                    <br />
                    <span dir="ltr">{one.email}</span>
                  </>
                )}
              </>
            }
          >
            {one.left ? (
              <Pill>{say("pwa.families.left")}</Pill>
            ) : one.id === me.person.id ? (
              <Pill>{say("pwa.staff.you")}</Pill>
            ) : (
              <Button
                small
                busy={make.busy}
                label={say("pwa.desk.for", { Action: say("pwa.staff.link"), Name: one.name })}
                onPress={() => make.run(one)}
              >
                {say("pwa.staff.link")}
              </Button>
            )}
          </Row>
        ))}
      </Rows>
      {linked && <Linked {...linked} onClose={() => setLinked(undefined)} />}
    </Screen>
  );
}

/** A one-time link, shown this once: to be copied or printed, never read out. */
function Linked(props: { to: StaffMember; url: string; ends: string; onClose: () => void }) {
  const [copied, setCopied] = useState<boolean>();
  const me = useMe();
  return (
    <Dialog title={<Say k="pwa.staff.link_for" with={{ Name: props.to.name }} />} onClose={props.onClose}>
      <div class="ticket">
        <p class="only-print">
          <b>
            <bdi>{me.school.name}</bdi>
          </b>
        </p>
        <p>
          <Say k="pwa.staff.link_about" with={{ Name: props.to.name, Day: day(dayOf(props.ends)) }} />
        </p>
        <p class="seal" dir="ltr">
          {props.url}
        </p>
      </div>
      <p class="muted">{say("pwa.staff.once")}</p>
      <div class="side">
        <Button
          look="go"
          symbol="copy"
          onPress={() => {
            navigator.clipboard.writeText(props.url).then(
              () => setCopied(true),
              () => setCopied(false),
            );
          }}
        >
          {say("pwa.staff.copy")}
        </Button>
        <Button symbol="print" onPress={() => print()}>
          {say("pwa.print")}
        </Button>
      </div>
      <p role="status">{copied === undefined ? "" : say(copied ? "pwa.staff.copied" : "pwa.staff.not_copied")}</p>
    </Dialog>
  );
}
