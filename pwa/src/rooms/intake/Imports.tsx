import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { read, upload } from "../../api/send";
import type { Import, ProblemBody } from "../../api/types";
import { moment } from "../../i18n/dates";
import { Say, say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Choice } from "../../parts/choice/Choice";
import { Icon } from "../../parts/icon/Icon";
import { Loading } from "../../parts/loading/Loading";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { Row, Rows } from "../../parts/rows/Rows";
import { Screen } from "../../parts/shell/Screen";
import { may, now, useMe } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { DropFile } from "./DropFile";
import "./imports.css";

/** The most that the server takes, in bytes: what is larger is refused here, before it is sent for a minute. */
const MOST = 40 << 20;

/** Bringing in the export of the school's system, and what was brought in before. */
export default function Imports() {
  const { route } = useLocation();
  const me = useMe();
  const [kind, setKind] = useState<"pupils" | "staff">("pupils");
  const [reading, setReading] = useState("");
  const [local, setLocal] = useState<ProblemBody>();
  const list = useLoad("imports", signal => read("/api/imports", {}, signal));
  const send = useAction(async (intent, file: File) => {
    setReading(file.name);
    const made = await upload(kind === "pupils" ? "/api/imports/pupils" : "/api/imports/staff", file, intent);
    route(`/import/${made.id}`);
  });
  const take = (file: File) => {
    const wrong =
      file.size > MOST ? say("pwa.import.too_large") : file.size === 0 ? say("pwa.import.empty") : undefined;
    setLocal(wrong ? { status: 0, kind: "invalid", title: wrong } : undefined);
    if (!wrong) void send.run(file);
  };
  return (
    <Screen title={say("pwa.import.title")} narrow>
      <Card>
        <p>{say("pwa.import.about")}</p>
        {may(me, "import_staff") && (
          <Choice
            small
            legend={say("pwa.import.kind")}
            value={kind}
            onValue={value => setKind(value as "pupils" | "staff")}
            options={[
              { value: "pupils", label: say("pwa.import.pupils"), symbol: <Icon name="people" /> },
              { value: "staff", label: say("pwa.import.staff"), symbol: <Icon name="staff" /> },
            ]}
          />
        )}
        {send.busy ? (
          <p class="reading" role="status">
            <span class="walking" aria-hidden="true">
              <i />
              <i />
              <i />
              <i />
              <i />
            </span>
            <Say k="pwa.import.reading" with={{ File: reading }} />
          </p>
        ) : (
          <DropFile onFile={take} />
        )}
        {local && <Problem of={local} />}
        {send.problem && <Problem of={send.problem} retry={send.retry} />}
        <p class="muted">{say("pwa.import.nothing_yet")}</p>
      </Card>
      <h2>{say("pwa.import.earlier")}</h2>
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={2} />}
      {list.data?.items.length === 0 && <p class="muted">{say("pwa.import.none")}</p>}
      <Rows label={say("pwa.import.earlier")}>
        {(list.data?.items ?? []).map(one => (
          <Row
            key={one.id}
            name={one.name}
            href={`/import/${one.id}`}
            symbol={<Icon name={one.kind === "staff" ? "staff" : "people"} />}
            about={moment(one.applied_at ?? one.at, now())}
          >
            <ImportState of={one} />
          </Row>
        ))}
      </Rows>
      {list.data && list.data.items.length > 0 && (
        <p>
          <Button href="/families" look="quiet" symbol="people">
            {say("pwa.import.families")}
          </Button>
        </p>
      )}
    </Screen>
  );
}

/** How far an import has come. */
export function ImportState(props: { of: Import }) {
  const { of } = props;
  if (of.state === "undone") return <Pill>{say("pwa.import.undone")}</Pill>;
  if (of.state === "applied") {
    return (
      <Pill tone="ok" symbol="check">
        {sayMany("pwa.import.applied", of.counts.new + of.counts.changed + of.counts.left)}
      </Pill>
    );
  }
  return (
    <Pill tone="due" symbol="wait">
      {say("pwa.import.waits")}
    </Pill>
  );
}
