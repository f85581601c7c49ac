import { useState } from "preact/hooks";
import { post, read } from "../../../api/send";
import type { SamePerson as Same } from "../../../api/types";
import { Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Choice } from "../../../parts/choice/Choice";
import { Empty } from "../../../parts/empty/Empty";
import { Loading } from "../../../parts/loading/Loading";
import { Problem } from "../../../parts/problem/Problem";
import { Screen } from "../../../parts/shell/Screen";
import { useAction } from "../../../use/action";
import { useLoad } from "../../../use/load";
import { spokenNumber } from "./number";

/** Several records with one name: one person, or several? Left alone they stay apart, and nothing waits for an answer. */
export default function SamePerson() {
  const list = useLoad("same", signal => read("/api/adults/same", {}, signal));
  const items = list.data?.items ?? [];
  return (
    <Screen title={say("pwa.same.title")} narrow>
      <p>
        <Button look="quiet" href="/families" symbol="back" small>
          {say("pwa.families.all")}
        </Button>
      </p>
      <p>{say("pwa.same.about")}</p>
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={3} />}
      {list.data && items.length === 0 && <Empty title={say("pwa.same.none")} />}
      {items.map(one => (
        <Pair key={one.records.map(record => record.id).join(" ")} of={one} onDone={list.again} />
      ))}
    </Screen>
  );
}

function Pair(props: { of: Same; onDone: () => void }) {
  const { records } = props.of;
  const [keep, setKeep] = useState(records[0]?.id ?? "");
  const [other, setOther] = useState(records[1]?.id ?? "");
  const decide = useAction(async (intent, same: boolean) => {
    const body = { keep, merge: other };
    await (same ? post("/api/adults/merge", { body }, intent) : post("/api/adults/apart", { body }, intent));
    props.onDone();
  });
  const options = records.map(record => ({
    value: record.id,
    label: <bdi>{record.name}</bdi>,
    about: (
      <>
        {(record.mobile || record.email) && (
          <>
            <span dir="ltr">
              {[record.mobile && spokenNumber(record.mobile), record.email].filter(Boolean).join(" · ")}
            </span>
            <br />
          </>
        )}
        <Say k="pwa.same.of" with={{ Children: record.of.join("; ") }} />
      </>
    ),
  }));
  return (
    <Card title={<bdi>{props.of.name}</bdi>}>
      <Choice
        legend={say("pwa.same.keep")}
        value={keep}
        options={options}
        onValue={value => {
          if (value === other) setOther(keep);
          setKeep(value);
        }}
      />
      {records.length > 2 && (
        <Choice
          legend={say("pwa.same.other")}
          value={other}
          options={options.filter(one => one.value !== keep)}
          onValue={setOther}
        />
      )}
      {decide.problem && <Problem of={decide.problem} retry={decide.retry} />}
      <div class="side">
        <Button symbol="merge" busy={decide.busy} onPress={() => decide.run(true)}>
          {say("pwa.same.merge")}
        </Button>
        <Button busy={decide.busy} onPress={() => decide.run(false)}>
          {say("pwa.same.apart")}
        </Button>
      </div>
    </Card>
  );
}
