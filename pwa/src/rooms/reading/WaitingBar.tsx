import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { moment } from "../../i18n/dates";
import { Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Icon } from "../../parts/icon/Icon";
import { now } from "../../session";
import { useStore } from "../../store";
import { useLoad } from "../../use/load";
import { useRefresh } from "../../use/refresh";
import { readWaiting, type Waiting } from "./api";
import { looks } from "./waiting";
import "./waiting-bar.css";

/** How often it is asked, in milliseconds: whoever is rung on a telephone does not wait for this. */
const EVERY = 60_000;

/**
 * On every screen of the staff: that there is something to read, and not how much or what. Where nothing waits there is
 * nothing, not even an empty place, so that a screen that is looked at over a shoulder says the same of everybody.
 */
export default function WaitingBar() {
  const { path } = useLocation();
  const looked = useStore(looks);
  const got = useLoad("waiting", signal => readWaiting(signal));
  useRefresh(got.again, EVERY);
  const { again } = got;
  const before = useRef(looked);
  useEffect(() => {
    if (looked !== before.current) again();
    before.current = looked;
  }, [looked, again]);
  const says = got.data && lines(got.data, path);
  if (!says || says.length === 0) return null;
  return (
    <div class="waiting-bar no-print" role="status">
      {says}
    </div>
  );
}

function lines(of: Waiting, path: string) {
  const reading = of.unread && path !== "/reading";
  return [
    reading && (
      <p key="read" class={of.overdue ? "overdue" : ""}>
        <Icon name={of.overdue ? "wait" : "message"} />
        <b class="grow">
          {of.overdue && of.since ? (
            <Say k="reading.wait.overdue" with={{ When: moment(of.since, now()) }} />
          ) : (
            say("reading.wait.unread")
          )}
        </b>
        <Button small look="go" href="/reading">
          {say("reading.wait.go")}
        </Button>
      </p>
    ),
    of.glass && (
      <p key="glass">
        <Icon name="alert" />
        <b class="grow">{say("reading.wait.glass")}</b>
        {!reading && path !== "/reading" && (
          <Button small href="/reading">
            {say("reading.wait.go")}
          </Button>
        )}
      </p>
    ),
    of.short && (
      <p key="short">
        <Icon name="alert" />
        <b class="grow">{say("reading.wait.short")}</b>
        <Button small href="/staff">
          {say("reading.wait.short_go")}
        </Button>
      </p>
    ),
  ].filter(one => one !== false);
}
