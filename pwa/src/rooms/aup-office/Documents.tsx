import { Fragment } from "preact";
import { readDocuments, type SchoolDocument } from "../../api/office";
import { moment } from "../../i18n/dates";
import { Say, say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Empty } from "../../parts/empty/Empty";
import { Loading } from "../../parts/loading/Loading";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { Tongue } from "../../parts/tongue/Tongue";
import { may, now, useMe } from "../../session";
import { useLoad } from "../../use/load";
import { formsAddress } from "./blank";

/** What families and children are asked to sign: which texts are published, in which languages, and how far they are. */
export default function Documents() {
  const list = useLoad("documents", signal => readDocuments(signal));
  const items = list.data?.items ?? [];
  return (
    <Screen title={say("pwa.documents.title")} narrow>
      <p>
        <Button look="quiet" href="/signatures" symbol="back" small>
          {say("pwa.signed.title")}
        </Button>
      </p>
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={3} />}
      {list.data && items.length === 0 && <Empty title={say("pwa.documents.none")} />}
      {items.map(one => (
        <OneDocument key={one.document} of={one} />
      ))}
    </Screen>
  );
}

/** The state of a document in a pill. */
export function DocumentState(props: { of: SchoolDocument }) {
  const { state } = props.of;
  return (
    <Pill tone={state === "published" ? "ok" : "due"} symbol={state === "published" ? "check" : "alert"}>
      {sayCode("pwa.documents.state.", state)}
    </Pill>
  );
}

function OneDocument(props: { of: SchoolDocument }) {
  const me = useMe();
  const { of } = props;
  const text = of.current ?? of.proposed;
  return (
    <Card title={<bdi>{of.title}</bdi>}>
      <p class="side">
        <DocumentState of={of} />
        {of.current && (
          <span class="muted">
            <Say
              k="pwa.documents.published"
              with={{ Number: of.current.number, Name: of.current.by, When: moment(of.current.published_at, now()) }}
            />
          </span>
        )}
      </p>
      {of.current && <p>{say("pwa.documents.signed_of", { Signed: of.signed, Asked: of.asked })}</p>}
      {of.state === "newer_text" && <p>{say("pwa.documents.newer")}</p>}
      <details>
        <summary>{say("pwa.documents.read")}</summary>
        <div class="stack wording" lang="en">
          <p>{text.intro}</p>
          <ol class="plain-list">
            {text.statements.map(one => (
              <li key={one.key}>{one.text}</li>
            ))}
          </ol>
        </div>
      </details>
      {of.editions.length > 0 && (
        <p class="muted">
          {say("pwa.documents.languages")}{" "}
          {of.editions.map((one, i) => (
            <Fragment key={one.language}>
              {i > 0 && ", "}
              <Tongue tag={one.language} />
              {one.status === "draft" && ` (${say("pwa.documents.draft")})`}
            </Fragment>
          ))}
        </p>
      )}
      {of.current && (
        <div class="side">
          <Button
            small
            symbol="print"
            label={say("pwa.desk.for", { Action: say("pwa.forms.print"), Name: of.title })}
            href={formsAddress({ documents: [of.document], language: "en" })}
          >
            {say("pwa.forms.print")}
          </Button>
        </div>
      )}
      {may(me, "publish") ? (
        <div class="side">
          <Button
            look={of.state === "published" ? "plain" : "go"}
            href={`/documents/${of.document}`}
            label={say("pwa.desk.for", {
              Action: say(of.current ? "pwa.documents.change" : "pwa.documents.first"),
              Name: of.title,
            })}
          >
            {say(of.current ? "pwa.documents.change" : "pwa.documents.first")}
          </Button>
        </div>
      ) : (
        of.state !== "published" && <p class="muted">{say("pwa.documents.head")}</p>
      )}
    </Card>
  );
}
