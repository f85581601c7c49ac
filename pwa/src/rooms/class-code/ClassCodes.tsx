import { useState } from "preact/hooks";
import { readProgress } from "../../api/office";
import { post } from "../../api/send";
import { moment } from "../../i18n/dates";
import { Say, say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Chips } from "../../parts/chips/Chips";
import { Empty } from "../../parts/empty/Empty";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { Row, Rows } from "../../parts/rows/Rows";
import { Screen } from "../../parts/shell/Screen";
import { may, now, useMe } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { useRefresh } from "../../use/refresh";
import "./class-codes.css";

/** The code by which a class's children come in at school, for the whiteboard. */
interface ClassCode {
  code: string;
  ends: string;
}

/** A class's code for today, large enough for the last row; and, for whoever may read it, which child has signed. */
export default function ClassCodes() {
  const me = useMe();
  const classes = [...new Set([...me.classes, ...me.all_classes.map(one => one.name)])];
  const [name, setName] = useState(classes[0] ?? "");
  return (
    <Screen title={say("pwa.class_code.title")}>
      {classes.length > 1 && (
        <div class="no-print">
          <Chips
            label={say("pwa.classes")}
            value={name}
            onValue={setName}
            options={classes.map(one => ({ value: one, label: one }))}
          />
        </div>
      )}
      {name ? <OneClass key={name} name={name} /> : <Empty title={say("pwa.check.no_class")} />}
      {me.school && (
        <p class="no-print">
          <a href={`/s/${me.school.slug}/poster`}>{say("pwa.class_code.poster")}</a>
          <br />
          <a href={`/s/${me.school.slug}/page?practice`}>{say("pwa.class_code.practice")}</a>
        </p>
      )}
    </Screen>
  );
}

function OneClass(props: { name: string }) {
  const me = useMe();
  const { name } = props;
  const [shown, show] = useState<ClassCode>();
  const make = useAction(async intent => {
    show((await post("/api/class-codes", { body: { class: name } }, intent)) as ClassCode);
  });
  const over = shown !== undefined && new Date(shown.ends) <= now();
  return (
    <>
      {shown && !over ? (
        <Card>
          <div class="class-code">
            <p>
              <Say
                k="pwa.class_code.open"
                with={{
                  Address: (
                    <b class="address" dir="ltr">
                      {location.host}/class-code
                    </b>
                  ),
                }}
              />
            </p>
            <p class="letters" dir="ltr" translate={false}>
              {shown.code}
            </p>
            <p>
              <Say k="pwa.class_code.until" with={{ Class: <b>{name}</b>, When: moment(shown.ends, now()) }} />
            </p>
          </div>
          <div class="side no-print">
            <Button symbol="print" onPress={() => print()}>
              {say("pwa.class_code.print")}
            </Button>
            <Button look="quiet" busy={make.busy} onPress={() => void make.run()}>
              {say("pwa.class_code.again")}
            </Button>
          </div>
        </Card>
      ) : (
        <Card>
          {over && <p role="status">{say("pwa.class_code.over")}</p>}
          <p>{say("pwa.class_code.about")}</p>
          <Button look="go" busy={make.busy} onPress={() => void make.run()}>
            <Say k="pwa.class_code.make" with={{ Class: name }} />
          </Button>
        </Card>
      )}
      {make.problem && <Problem of={make.problem} retry={make.retry} />}
      {may(me, "signatures") && <WhoSigned name={name} />}
    </>
  );
}

/** Which children of the class have signed their own promises: drawn anew while they do. */
function WhoSigned(props: { name: string }) {
  const { name } = props;
  const load = useLoad(name, signal => readProgress({ class: name }, signal));
  useRefresh(load.again);
  if (!load.data) return load.problem ? <Problem of={load.problem} retry={load.again} /> : null;
  const children = load.data.items.filter(one => one.own && one.own !== "no_document");
  if (children.length === 0) return null;
  return (
    <section class="stack no-print">
      <h2>{say("pwa.class_code.who")}</h2>
      <Rows label={say("pwa.class_code.who")}>
        {children.map(one => (
          <Row key={one.pupil.id} name={one.pupil.name}>
            <Pill tone={one.own === "signed" ? "ok" : "due"} symbol={one.own === "signed" ? "check" : "wait"}>
              {sayCode("pwa.signed.own.", one.own ?? "")}
            </Pill>
          </Row>
        ))}
      </Rows>
    </section>
  );
}
