import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Intent } from "../../api/operation";
import { post, read } from "../../api/send";
import type { Factors, Factor as Held } from "../../api/types";
import { clock, day, dayOf } from "../../i18n/dates";
import { say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Dialog } from "../../parts/dialog/Dialog";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Row, Rows } from "../../parts/rows/Rows";
import { firstPlace } from "../../parts/shell/places";
import { Screen } from "../../parts/shell/Screen";
import { useMe } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { Codes } from "./Codes";
import { SetUp } from "./SetUp";
import "./factor.css";

/** Where whoever was led here came from: a path of this app, else nothing. */
export function backFrom(query: string | undefined): string | undefined {
  return query?.startsWith("/") && !/^\/[/\\]/.test(query) ? query : undefined;
}

const called = (of: Held) => of.name || say(of.kind === "totp" ? "pwa.factor.kind_app" : "pwa.factor.kind_passkey");

/** The second step beside the passphrase: what somebody has, how they set one up, and the codes for when it is lost. */
export default function Factor() {
  const me = useMe();
  const { query } = useLocation();
  const back = backFrom(query.back);
  const mine = useLoad("factor", signal => read("/api/factor", {}, signal));
  const [codes, setCodes] = useState<readonly string[]>([]);
  const [adding, setAdding] = useState(false);
  const take = (now: Factors) => {
    mine.put({ ...now, codes: [] });
    setCodes(now.codes ?? []);
    setAdding(false);
  };
  const of = mine.data;
  const has = (of?.items.length ?? 0) > 0;
  return (
    <Screen title={say("pwa.factor.title")} narrow>
      {mine.problem && <Problem of={mine.problem} retry={mine.again} />}
      {!of && !mine.problem && <Loading rows={3} />}
      {of && codes.length > 0 && <Codes codes={codes} onKept={() => setCodes([])} />}
      {of && codes.length === 0 && (
        <>
          <p>{say(has ? "pwa.factor.about_has" : "pwa.factor.about")}</p>
          {has && <Mine of={of} onChange={take} />}
          {has && (
            <Button look="go" href={back ?? firstPlace(me)}>
              {say(back ? "pwa.factor.go_on" : "pwa.passphrase.back")}
            </Button>
          )}
          {has && !adding ? (
            <Button onPress={() => setAdding(true)}>{say("pwa.factor.add")}</Button>
          ) : (
            <SetUp of={of} onDone={take} />
          )}
          <Card title={say("pwa.factor.lost_title")}>
            <p>{say("pwa.factor.lost_code")}</p>
            <p>{say("pwa.factor.lost_all")}</p>
            <p>{say("pwa.factor.lost_nothing")}</p>
          </Card>
        </>
      )}
    </Screen>
  );
}

/** What somebody has, each to be taken away, and the codes on paper. */
function Mine(props: { of: Factors; onChange: (now: Factors) => void }) {
  const { of } = props;
  const [asking, setAsking] = useState<Held>();
  const remove = useAction(async (intent: Intent, one: Held) => {
    props.onChange(await post("/api/factors/{id}/remove", { path: { id: one.id }, body: {} }, intent));
    setAsking(undefined);
  });
  const renew = useAction(async intent => {
    props.onChange(await post("/api/factor/codes", { body: {} }, intent));
  });
  return (
    <>
      <Rows label={say("pwa.factor.yours")}>
        {of.items.map(one => (
          <Row
            key={one.id}
            name={called(one)}
            about={
              one.last
                ? say("pwa.factor.last", { Day: day(dayOf(one.last)), Time: clock(one.last) })
                : say("pwa.factor.made", { Day: day(dayOf(one.made)) })
            }
          >
            <Button
              small
              label={say("pwa.desk.for", { Action: say("pwa.factor.remove"), Name: called(one) })}
              onPress={() => setAsking(one)}
            >
              {say("pwa.factor.remove")}
            </Button>
          </Row>
        ))}
        <Row name={say("pwa.factor.codes")} about={sayMany("pwa.factor.codes_left", of.codes_left)}>
          <Button small busy={renew.busy} onPress={() => renew.run()}>
            {say("pwa.factor.codes_renew")}
          </Button>
        </Row>
      </Rows>
      {renew.problem && <Problem of={renew.problem} retry={renew.retry} />}
      {asking && (
        <Dialog title={called(asking)} onClose={() => setAsking(undefined)}>
          <p>{say(of.items.length === 1 ? "pwa.factor.remove_last" : "pwa.factor.remove_about")}</p>
          {remove.problem && <Problem of={remove.problem} retry={remove.retry} />}
          <Button look="danger" wide busy={remove.busy} onPress={() => remove.run(asking)}>
            {say("pwa.factor.remove")}
          </Button>
        </Dialog>
      )}
    </>
  );
}
