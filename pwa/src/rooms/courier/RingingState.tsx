import { useEffect, useRef, useState } from "preact/hooks";
import type { PushTrial } from "../../api/family";
import { type Key, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Icon } from "../../parts/icon/Icon";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import type { Why } from "./device";
import { HomeScreenGuide } from "./HomeScreenGuide";
import { LockScreen } from "./LockScreen";
import { begin, beginAnew, end, type Standing, standing, tryOnce } from "./ringing";
import "./courier.css";

/** A heading and what to do, for what cannot be done with a press. */
function Stuck(props: { title: Key; about: Key }) {
  return (
    <Card title={say(props.title)}>
      <p>{say(props.about)}</p>
    </Card>
  );
}

/** What stands where turning it on did not end in "on": another card, or a sentence beneath the button. */
const became = (why: Why): Standing => (why === "denied" ? "denied" : why === "unsupported" ? "cannot" : "off");
const noteOf = (why: Why): Key => (why === "unanswered" ? "courier.closed" : "courier.blocked");

/** Asks, only after a tap: first in our words, then in the browser's. */
function Off(props: { onNow: (now: Standing) => void; note: Key | undefined }) {
  const [note, setNote] = useState(props.note);
  const on = useAction(async () => {
    setNote(undefined);
    const came = await begin();
    if (came === "on") props.onNow("on");
    else if (became(came) !== "off") props.onNow(became(came));
    else setNote(noteOf(came));
  });
  return (
    <Card>
      <p>{say("courier.turn_on_about")}</p>
      <Button look="go" symbol="bell" wide busy={on.busy} onPress={() => void on.run()}>
        {say("courier.turn_on")}
      </Button>
      <p class="quietly">{say("courier.any_time")}</p>
      {on.problem && <Problem of={on.problem} retry={on.retry} />}
      <div role="status">{(on.busy || note) && <p>{say(on.busy ? "courier.asking" : (note ?? "courier.off"))}</p>}</div>
    </Card>
  );
}

/** What came of ringing once, and what to do. */
function Came(props: { trial: PushTrial }) {
  const { advice, minutes = 0 } = props.trial;
  return (
    <p class={advice === "ok" ? "side" : "side wrong"}>
      <Icon name={advice === "ok" ? "check" : "alert"} />
      <span class="grow">{say(`courier.trial.${advice}` as Key, { Minutes: Math.abs(minutes) })}</span>
    </p>
  );
}

function On(props: { about: Key; onNow: (now: Standing, note?: Key) => void }) {
  const [trial, setTrial] = useState<PushTrial>();
  const once = useAction(async () => {
    setTrial(undefined);
    setTrial(await tryOnce());
  });
  const off = useAction(async () => {
    const said = await end();
    props.onNow("off", said === "off" ? "courier.off" : "courier.off_unsaid");
  });
  const again = useAction(async () => {
    const came = await (trial?.advice === "expired" ? beginAnew() : begin());
    setTrial(undefined);
    if (came === "on") props.onNow("on");
    else props.onNow(became(came), became(came) === "off" ? noteOf(came) : undefined);
  });
  const lost = trial?.advice === "not_subscribed" || trial?.advice === "expired";
  return (
    <Card
      title={
        <>
          <Icon name="bell" /> {say("courier.on")}
        </>
      }
      tone="leaf"
    >
      <p>{say(props.about)}</p>
      <Button wide busy={once.busy} onPress={() => void once.run()}>
        {say("courier.try")}
      </Button>
      {once.problem && <Problem of={once.problem} retry={once.retry} />}
      <div role="status">{trial && <Came trial={trial} />}</div>
      {lost && (
        <Button look="go" wide busy={again.busy} onPress={() => void again.run()}>
          {say("courier.again")}
        </Button>
      )}
      {again.problem && <Problem of={again.problem} retry={again.retry} />}
      {off.problem && <Problem of={off.problem} retry={off.retry} />}
      <Button wide busy={off.busy} onPress={() => void off.run()}>
        {say("courier.turn_off")}
      </Button>
    </Card>
  );
}

/** What is said to families and to staff in sentences of their own. */
export interface Said {
  /** What it is, above everything; nothing where the browser cannot do it. */
  how: readonly Key[];
  /** The sentence on the locked screen. */
  shown: Key;
  on: Key;
  cannot: Key;
  /** On an iPhone, what to do when the app is on the home screen; without it, what a family does. */
  iphone?: Key;
}

/** How it stands on this device, and turning it on and off, for whoever is signed in on it. */
export function RingingState(props: { said: Said }) {
  const { said } = props;
  const load = useLoad("", standing);
  const [note, setNote] = useState<Key>();
  const now = load.data;
  const place = useRef<HTMLDivElement>(null);
  const [turned, setTurned] = useState(0);
  const onNow = (next: Standing, note?: Key) => {
    setTurned(turned + 1);
    setNote(note);
    load.put(next);
  };
  // Another state is another card, and the focus goes to it.
  useEffect(() => {
    if (turned > 0) place.current?.focus({ preventScroll: true });
  }, [turned]);
  return (
    <>
      {now !== "cannot" && said.how.map(key => <p key={key}>{say(key)}</p>)}
      {(now === "off" || now === "on") && <LockScreen title={said.shown} />}
      <div ref={place} tabIndex={-1} class="ringing-state">
        {!now && <Loading rows={2} />}
        {now === "off" && <Off onNow={onNow} note={note} />}
        {now === "on" && <On about={said.on} onNow={onNow} />}
        {now === "denied" && <Stuck title="courier.denied" about="courier.denied_about" />}
        {now === "cannot" && <Stuck title="courier.cannot" about={said.cannot} />}
        {now === "home_screen" && <HomeScreenGuide staff={said.iphone} />}
      </div>
    </>
  );
}
