import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { type Call, type CallOutcome, endCall } from "../../api/office";
import { moment } from "../../i18n/dates";
import { Say, say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Choice } from "../../parts/choice/Choice";
import { Icon } from "../../parts/icon/Icon";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { Tongue } from "../../parts/tongue/Tongue";
import { now } from "../../session";
import { useAction } from "../../use/action";
import { spokenNumber } from "../people/families/number";

/** One family to ring: in which language, about what, under which number, and what became of it. */
export function OneCall(props: { of: Call; said: readonly string[]; onDone: () => void }) {
  const { of } = props;
  const [outcome, setOutcome] = useState("");
  const end = useAction(async intent => {
    await endCall(of.id, outcome as CallOutcome, intent);
    setOutcome("");
    props.onDone();
  });
  const over = of.done && of.done.outcome !== "no_answer";
  return (
    <Card title={<bdi>{of.adult.name}</bdi>} tone={over ? "leaf" : undefined}>
      <p class="tongue">
        <Icon name="globe" />
        <b>
          <Tongue tag={of.language} />
        </b>
      </p>
      <p>
        <b>{sayCode("pwa.calls.about.", of.about)}</b>
        {of.pupils.length > 0 && (
          <>
            {" · "}
            {of.pupils.map((name, i) => (
              <Fragment key={name}>
                {i > 0 && ", "}
                <bdi>{name}</bdi>
              </Fragment>
            ))}
          </>
        )}
        {of.reason && (
          <>
            <br />
            {sayCode("pwa.calls.reason.", of.reason)}
          </>
        )}
        <br />
        <span class="muted">
          {moment(of.at, now())}
          {of.again && <> · {say("pwa.calls.again", { When: moment(of.again, now()) })}</>}
        </span>
      </p>
      {props.said.map(text => (
        <p key={text} class="said-about">
          <q lang="en">{text}</q>
        </p>
      ))}
      {of.words && (
        <p class="their-words">
          <span class="quietly">{say("pwa.calls.words")}</span>
          <q class="as-written" lang={of.language || undefined} dir="auto">
            {of.words}
          </q>
        </p>
      )}
      {of.done && (
        <p>
          <Pill tone={over ? "ok" : "due"} symbol={over ? "check" : "wait"}>
            {sayCode("pwa.calls.outcome.", of.done.outcome)}
          </Pill>{" "}
          <Say k="pwa.calls.done_by" with={{ Name: of.done.by, When: moment(of.done.at, now()) }} />
        </p>
      )}
      {!over && (
        <>
          {of.adult.mobile ? (
            <Button look="go" symbol="call" href={`tel:${of.adult.mobile.replaceAll(" ", "")}`}>
              <bdi dir="ltr">{spokenNumber(of.adult.mobile)}</bdi>
            </Button>
          ) : (
            <p>{say("pwa.calls.no_number")}</p>
          )}
          <form
            class="stack"
            onSubmit={event => {
              event.preventDefault();
              if (outcome) void end.run();
            }}
          >
            <Choice
              small
              legend={say("pwa.calls.how")}
              value={outcome}
              onValue={setOutcome}
              options={(["reached", "no_answer", "settled"] as const).map(value => ({
                value,
                label: sayCode("pwa.calls.outcome.", value),
              }))}
            />
            {end.problem && <Problem of={end.problem} retry={end.retry} />}
            {outcome && (
              <Button
                type="submit"
                busy={end.busy}
                label={say("pwa.desk.for", { Action: say("pwa.calls.note"), Name: of.adult.name })}
              >
                {say("pwa.calls.note")}
              </Button>
            )}
          </form>
        </>
      )}
    </Card>
  );
}
