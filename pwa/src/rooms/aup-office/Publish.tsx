import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { publish, readDocuments, type SchoolDocument, type Wording } from "../../api/office";
import { day, dayOf } from "../../i18n/dates";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Empty } from "../../parts/empty/Empty";
import { Field } from "../../parts/field/Field";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { now } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { Confirm } from "./Confirm";
import { EditStatements } from "./EditStatements";
import { WhatChanged } from "./WhatChanged";
import { compare, differs, edited, freshKey, GRACE, incomplete, missing, tidy } from "./wording";
import "./aup-office.css";

/** A document before it is published: reword, add, remove, put in another order, see what that means, then publish. */
export default function Publish() {
  const { params } = useRoute();
  const list = useLoad("documents", signal => readDocuments(signal));
  const found = list.data?.items.find(one => one.document === params.document);
  return (
    <Screen title={found?.title ?? say("pwa.documents.title")} narrow>
      <p>
        <Button look="quiet" href="/documents" symbol="back" small>
          {say("pwa.documents.title")}
        </Button>
      </p>
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={4} />}
      {list.data && !found && <Empty title={say("pwa.not_here.about")} />}
      {found && <Editor key={found.document} of={found} />}
    </Screen>
  );
}

function Editor(props: { of: SchoolDocument }) {
  const { of } = props;
  const { route } = useLocation();
  const start: Wording = of.current ?? of.proposed;
  const [text, setText] = useState<Wording>(start);
  const [asking, setAsking] = useState(false);
  const changes = compare(of.current ?? { title: "", intro: "", statements: [] }, tidy(text));
  const first = !of.current;
  const same = !first && !differs(changes);
  const go = useAction(async intent => {
    await publish(of.document, tidy(text), intent);
    route("/documents");
  });
  const held = edited(start, text);
  useEffect(() => {
    if (!held) return;
    // What was reworded stands on this page alone until it is published.
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", hold);
    return () => removeEventListener("beforeunload", hold);
  }, [held]);
  const until = day(dayOf(new Date(now().getTime() + GRACE * 86_400_000)), now());
  return (
    <>
      {first && (
        <Card tone="sun">
          <p>{say("pwa.documents.first_about")}</p>
        </Card>
      )}
      {of.state === "newer_text" && (
        <Card tone="sun">
          <p>{say("pwa.documents.newer")}</p>
          <div class="side">
            <Button onPress={() => setText(of.proposed)}>{say("pwa.documents.take_newer")}</Button>
          </div>
        </Card>
      )}
      <Field
        label={say("pwa.documents.field_title")}
        value={text.title}
        onValue={title => setText({ ...text, title })}
        max={120}
      />
      <Field
        as="lines"
        label={say("pwa.documents.field_intro")}
        value={text.intro}
        onValue={intro => setText({ ...text, intro })}
        max={600}
      />
      <EditStatements
        of={text.statements}
        gone={missing(text, start, of.proposed)}
        fresh={() => freshKey(of.proposed, start, text)}
        onChange={statements => setText({ ...text, statements })}
      />
      {!first && (
        <WhatChanged
          of={changes}
          languages={of.editions.filter(one => one.status !== "original").map(one => one.language)}
          signed={of.signed}
          until={until}
        />
      )}
      <div class="side">
        <Button
          look="go"
          not={same ? say("pwa.documents.same") : incomplete(text) ? say("pwa.documents.incomplete") : undefined}
          onPress={() => setAsking(true)}
        >
          {say("pwa.documents.publish")}
        </Button>
        {held && (
          <Button look="quiet" symbol="undo" onPress={() => setText(start)}>
            {say("pwa.documents.undo")}
          </Button>
        )}
      </div>
      {asking && <Confirm of={of} until={until} go={go} onClose={() => setAsking(false)} />}
    </>
  );
}
