import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "../../api/send";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { firstPlace } from "../../parts/shell/places";
import { Screen } from "../../parts/shell/Screen";
import { enter, useMe } from "../../session";
import { useAction } from "../../use/action";

/** Another passphrase for the one that somebody has. Their other devices are signed out by it, this one goes on. */
export default function Passphrase() {
  const me = useMe();
  const [now, setNow] = useState("");
  const [next, setNext] = useState("");
  const [done, setDone] = useState(false);
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (done) said.current?.focus(); // the button that was pressed is gone
  }, [done]);
  const go = useAction(async intent => {
    enter(await post("/api/passphrase", { body: { now, passphrase: next } }, intent));
    setNow("");
    setNext("");
    setDone(true);
  });
  const wrong = (field: string) => (go.problem?.field === field ? go.problem.title : undefined);
  return (
    <Screen title={say("pwa.passphrase.title")} narrow>
      {done ? (
        <Card>
          <p ref={said} tabIndex={-1}>
            {say("pwa.passphrase.done")}
          </p>
          <Button look="go" href={firstPlace(me)}>
            {say("pwa.passphrase.back")}
          </Button>
        </Card>
      ) : (
        <Card>
          <form
            class="stack"
            onSubmit={event => {
              event.preventDefault();
              void go.run();
            }}
          >
            <input
              type="text"
              class="unseen"
              autocomplete="username"
              value={me.person.name}
              readOnly
              tabIndex={-1}
              aria-hidden="true"
            />
            <Field
              label={say("pwa.passphrase.now")}
              type="password"
              complete="current-password"
              value={now}
              onValue={setNow}
              wrong={wrong("now")}
              required
              max={200}
            />
            <Field
              label={say("pwa.passphrase.next")}
              hint={say("pwa.link_page.choose_hint")}
              type="password"
              complete="new-password"
              value={next}
              onValue={setNext}
              wrong={wrong("passphrase")}
              required
              max={200}
            />
            <p class="muted">{say("pwa.passphrase.hint")}</p>
            {go.problem && !go.problem.field && <Problem of={go.problem} retry={go.retry} />}
            <Button look="go" type="submit" wide busy={go.busy}>
              {say("pwa.passphrase.go")}
            </Button>
          </form>
        </Card>
      )}
    </Screen>
  );
}
