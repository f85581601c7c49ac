import { useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { post, read } from "../../api/send";
import type { Import as Preview } from "../../api/types";
import { moment } from "../../i18n/dates";
import { Say, say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Chips } from "../../parts/chips/Chips";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { Tick } from "../../parts/tick/Tick";
import { now } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { ImportState } from "./Imports";
import "./imports.css";
import { Columns } from "./Columns";
import { Changed, Leaving, New, Problems } from "./PreviewTabs";

/** One import: what it would do, looked at from every side before it does anything; afterwards, what it did. */
export default function Import() {
  const { params } = useRoute();
  const path = { id: params.id ?? "" };
  const one = useLoad(path.id, signal => read("/api/imports/{id}", { path }, signal));
  const { data } = one;
  return (
    <Screen title={data?.name ?? say("pwa.import.title")}>
      <p>
        <Button look="quiet" href="/import" symbol="back" small>
          {say("pwa.import.back")}
        </Button>
      </p>
      {one.problem && <Problem of={one.problem} retry={one.again} />}
      {!data && !one.problem && <Loading rows={4} />}
      {data?.state === "read" && <Looked key={data.seen} of={data} put={one.put} again={one.again} />}
      {data && data.state !== "read" && <Done of={data} put={one.put} />}
    </Screen>
  );
}

type Tab = "new" | "changed" | "leaving" | "problems" | "columns";

function Looked(props: { of: Preview; put: (next: Preview) => void; again: () => void }) {
  const { of, put } = props;
  const blocked = of.missing.length > 0;
  const [tab, setTab] = useState<Tab>(blocked ? "columns" : of.problems.length > 0 ? "problems" : "new");
  const [goodOnly, setGoodOnly] = useState(false);
  const [leavers, setLeavers] = useState<ReadonlySet<string>>(new Set());
  const apply = useAction(async intent => {
    const body = { good_rows_only: goodOnly, leavers: [...leavers], ...(of.seen && { seen: of.seen }) };
    put(await post("/api/imports/{id}/apply", { path: { id: of.id }, body }, intent));
  });
  const problems = of.problems.length + of.more_problems;
  const needs = of.needs_good_rows_only && !goodOnly;
  const nothing = of.new_all + of.changed_all + leavers.size === 0;
  return (
    <>
      <p role="status">
        <Say k="pwa.import.summary" with={{ Rows: of.rows, People: of.people, Same: of.unchanged }} />
      </p>
      <Chips
        label={say("pwa.import.tabs")}
        value={tab}
        onValue={value => setTab(value as Tab)}
        options={[
          { value: "new", label: sayMany("pwa.import.tab_new", of.new_all) },
          { value: "changed", label: sayMany("pwa.import.tab_changed", of.changed_all) },
          { value: "leaving", label: sayMany("pwa.import.tab_leaving", of.leaving.length) },
          { value: "problems", label: sayMany("pwa.import.tab_problems", problems) },
          { value: "columns", label: say("pwa.import.tab_columns") },
        ]}
      />
      {tab === "new" && <New of={of} />}
      {tab === "changed" && <Changed of={of} />}
      {tab === "leaving" && <Leaving of={of} chosen={leavers} onChosen={setLeavers} />}
      {tab === "problems" && <Problems of={of} />}
      {tab === "columns" && <Columns of={of} put={put} />}
      {of.same.length > 0 && (
        <Card>
          <p>{sayMany("pwa.import.same", of.same.length)}</p>
          <p>
            <Button href="/same-person" look="quiet" symbol="merge">
              {say("pwa.import.same_list")}
            </Button>
          </p>
        </Card>
      )}
      {of.disagree.length > 0 && (
        <Card title={say("pwa.import.disagree")}>
          <ul class="plain-list">
            {of.disagree.map(one => (
              <li key={one.name + one.of}>
                <Say k="pwa.import.disagree_of" with={{ Adult: one.name, Name: one.of }} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {!blocked && (
        <Card title={say("pwa.import.agree")}>
          {of.needs_good_rows_only && (
            <Tick
              label={say("pwa.import.good_only")}
              about={say("pwa.import.good_only_about")}
              value={goodOnly}
              onValue={setGoodOnly}
            />
          )}
          {of.leaving.length > 0 && <p>{sayMany("pwa.import.leavers_chosen", leavers.size)}</p>}
          {apply.problem && (
            <Problem of={apply.problem} retry={apply.retry}>
              {apply.problem.kind === "conflict" && (
                <p>
                  <Button onPress={props.again}>{say("pwa.import.look_again")}</Button>
                </p>
              )}
            </Problem>
          )}
          <Button
            look="go"
            wide
            symbol="file_in"
            busy={apply.busy}
            not={needs ? say("pwa.import.agree_first") : undefined}
            onPress={() => apply.run()}
          >
            {nothing
              ? say("pwa.import.apply_nothing")
              : sayMany("pwa.import.apply", of.new_all + of.changed_all + leavers.size)}
          </Button>
        </Card>
      )}
    </>
  );
}

function Done(props: { of: Preview; put: (next: Preview) => void }) {
  const { of, put } = props;
  const [sure, setSure] = useState(false);
  const undo = useAction(async intent => {
    put(await post("/api/imports/{id}/undo", { path: { id: of.id }, body: {} }, intent));
  });
  const lines = (["new", "changed", "left", "unchanged", "problems"] as const).filter(what => of.counts[what] > 0);
  return (
    <Card tone={of.state === "applied" ? "leaf" : undefined}>
      <div class="side">
        <ImportState of={of} />
        <span class="muted">{moment(of.undone_at ?? of.applied_at ?? of.at, now())}</span>
      </div>
      <ul class="plain-list">
        {lines.map(what => (
          <li key={what}>{sayMany(`pwa.import.did_${what}`, of.counts[what])}</li>
        ))}
      </ul>
      <p class="side">
        <Button href={of.kind === "staff" ? "/staff" : "/families"} look="go" symbol="people">
          {say(of.kind === "staff" ? "pwa.import.see_staff" : "pwa.import.families")}
        </Button>
        {of.state === "applied" && !sure && (
          <Button symbol="undo" onPress={() => setSure(true)}>
            {say("pwa.import.undo")}
          </Button>
        )}
      </p>
      {undo.problem && <Problem of={undo.problem} retry={undo.retry} />}
      {of.state === "applied" && sure && (
        <>
          <p>{say("pwa.import.undo_about")}</p>
          <div class="side">
            <Button look="danger" busy={undo.busy} onPress={() => undo.run()}>
              {say("pwa.import.undo_go")}
            </Button>
            <Button look="quiet" onPress={() => setSure(false)}>
              {say("pwa.cancel")}
            </Button>
          </div>
        </>
      )}
    </Card>
  );
}
