import { useEffect, useRef, useState } from "preact/hooks";
import { type Trial, tryRinging } from "../../api/deliveries";
import { Intent } from "../../api/operation";
import { Refused } from "../../api/send";
import { type Key, Say, say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Icon } from "../../parts/icon/Icon";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";
import { NoRinging, subscription, turnOff, turnOn, type Why } from "../courier/device";

/** Where the push services of the browsers are: what a filter has to let through. Names, and no sentence. */
const HOSTS = ["fcm.googleapis.com", "updates.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com"];

/** What came of it: the server's word, or why the browser would not. */
type Came = { trial: Trial } | { why: Why } | "off";

/** A notice to the very browser that one sits at, with what failed and what to do in plain words. */
export function TestNotice() {
  const [on, setOn] = useState(false);
  const [came, setCame] = useState<Came>();
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    subscription().then(
      now => setOn(now !== null),
      () => undefined,
    );
  }, []);
  useEffect(() => {
    if (came) result.current?.focus();
  }, [came]);
  const send = useAction(async intent => {
    setCame(undefined);
    try {
      const endpoint = await turnOn(new Intent());
      setOn(true);
      setCame({ trial: await tryRinging(endpoint, intent) });
    } catch (no) {
      if (no instanceof Refused) throw no;
      setCame({ why: no instanceof NoRinging ? no.why : "failed" });
    }
  });
  const off = useAction(async intent => {
    await turnOff(intent);
    setOn(false);
    setCame("off");
  });
  const failed = send.problem ? send : off;
  const press = (one: typeof send, other: typeof send) => {
    other.clear();
    void one.run();
  };
  return (
    <Card title={say("delivery.test.title")}>
      <p>{say("delivery.test.about")}</p>
      <div class="side">
        <Button look="go" symbol="phone" busy={send.busy} onPress={() => press(send, off)}>
          {say("delivery.test.send")}
        </Button>
        {on && (
          <Button look="quiet" busy={off.busy} onPress={() => press(off, send)}>
            {say("delivery.test.off")}
          </Button>
        )}
      </div>
      {send.busy && <p role="status">{say("delivery.test.wait")}</p>}
      {failed.problem && <Problem of={failed.problem} retry={failed.retry} />}
      {came && (
        <div class="trial-came" ref={result} tabIndex={-1} role="status">
          {came === "off" ? (
            <p>{say("delivery.test.is_off")}</p>
          ) : "trial" in came ? (
            <Advice of={came.trial} />
          ) : (
            <Refusal why={came.why} />
          )}
        </div>
      )}
    </Card>
  );
}

/** What came of it in one line, and below what to do. */
function Outcome(props: { well?: boolean; title: string; todo: Key; hosts?: boolean }) {
  return (
    <>
      <p class={props.well ? "came well" : "came"}>
        <Icon name={props.well ? "phone" : "alert"} />
        <b>{props.title}</b>
      </p>
      <p>{say(props.todo)}</p>
      {props.hosts && (
        <ul class="plain-list" aria-label={say("delivery.test.hosts")}>
          {HOSTS.map(host => (
            <li key={host}>
              <code dir="ltr">{host}:443</code>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Advice(props: { of: Trial }) {
  const { advice, status, minutes = 0 } = props.of;
  const outcome = () => {
    switch (advice) {
      case "ok":
        return (
          <>
            <Outcome well title={say("delivery.advice.ok")} todo="delivery.advice.ok_todo" />
            {minutes > 0 && <p>{sayMany("delivery.advice.ok_clock", minutes)}</p>}
          </>
        );
      case "not_subscribed":
        return <Outcome title={say("delivery.advice.not_subscribed")} todo="delivery.advice.not_subscribed_todo" />;
      case "expired":
        return <Outcome title={say("delivery.advice.expired")} todo="delivery.advice.expired_todo" />;
      case "permission":
        return <Outcome title={say("delivery.advice.permission")} todo="delivery.advice.permission_todo" />;
      case "subject":
        return <Outcome title={say("delivery.advice.subject")} todo="delivery.advice.subject_todo" />;
      case "clock":
        return <Outcome title={sayMany("delivery.advice.clock", minutes)} todo="delivery.advice.clock_todo" />;
      case "filter":
        return <Outcome title={say("delivery.advice.filter")} todo="delivery.advice.filter_todo" hosts />;
      case "service":
        return <Outcome title={say("delivery.advice.service")} todo="delivery.advice.service_todo" />;
      case "refused":
        return <Outcome title={say("delivery.advice.refused")} todo="delivery.advice.refused_todo" />;
    }
  };
  return (
    <>
      {outcome()}
      {status !== undefined && status > 0 && (
        <p class="quietly">
          <Say k="delivery.test.status" with={{ Status: status }} />
        </p>
      )}
    </>
  );
}

function Refusal(props: { why: Why }) {
  switch (props.why) {
    case "unsupported":
      return <Outcome title={say("delivery.browser.unsupported")} todo="delivery.browser.unsupported_todo" />;
    case "denied":
      return <Outcome title={say("delivery.browser.denied")} todo="delivery.browser.denied_todo" />;
    case "unanswered":
      return <Outcome title={say("delivery.browser.unanswered")} todo="delivery.browser.unanswered_todo" />;
    case "slow":
      return <Outcome title={say("delivery.browser.slow")} todo="delivery.browser.filter_todo" hosts />;
    case "failed":
      return <Outcome title={say("delivery.browser.failed")} todo="delivery.browser.filter_todo" hosts />;
  }
}
