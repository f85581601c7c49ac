import { useState } from "preact/hooks";
import type { Intent } from "../../api/operation";
import { post } from "../../api/send";
import type { AppSetUp, Factors } from "../../api/types";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { type Action, useAction } from "../../use/action";
import { canPasskeys, makePasskey } from "./passkey";

/** Four characters at a time: what is read from one screen and typed into another. */
export const fours = (secret: string) => secret.replace(/(.{4})(?=.)/g, "$1 ");

interface Ways {
  of: Factors;
  onDone: (now: Factors) => void;
}

/** The two sorts of second step, each to be set up. An app takes the place of an earlier one. */
export function SetUp(props: Ways) {
  const { of } = props;
  const [passphrase, setPassphrase] = useState("");
  const [made, setMade] = useState<AppSetUp>();
  const [name, setName] = useState("");
  const body = of.asks ? { passphrase } : {};
  const app = useAction(async intent => setMade(await post("/api/factor/app", { body }, intent)));
  const key = useAction(async (intent: Intent) => {
    const asks = await post("/api/factor/passkey", { body });
    const answer = await makePasskey(asks.options);
    props.onDone(await post("/api/factor/passkey/confirm", { body: { answer, name } }, intent));
  });
  if (made) {
    return (
      <OfApp
        of={made}
        onDone={now => {
          setMade(undefined);
          props.onDone(now);
        }}
        onBack={() => setMade(undefined)}
      />
    );
  }
  const has = of.items.some(one => one.kind === "totp");
  const wrong = [app, key].find(one => one.problem?.field === "passphrase")?.problem?.title;
  const rest = (of: Action<[]>) => (of.problem?.field === "passphrase" ? undefined : of.problem);
  return (
    <>
      {of.asks && (
        <Card>
          <Field
            label={say("pwa.passphrase.now")}
            hint={say("pwa.factor.passphrase_hint")}
            type="password"
            complete="current-password"
            value={passphrase}
            onValue={setPassphrase}
            wrong={wrong}
            required
            max={200}
          />
        </Card>
      )}
      <Card title={say(has ? "pwa.factor.app_again" : "pwa.factor.app")}>
        <p>{say(has ? "pwa.factor.app_again_about" : "pwa.factor.app_about")}</p>
        {rest(app) && <Problem of={rest(app) as never} retry={app.retry} />}
        <Button look={has ? "plain" : "go"} busy={app.busy} onPress={() => app.run()}>
          {say("pwa.factor.app_go")}
        </Button>
      </Card>
      <Card title={say("pwa.factor.passkey")}>
        <p>{say("pwa.factor.passkey_about")}</p>
        {of.passkeys && canPasskeys() ? (
          <>
            <Field
              label={say("pwa.factor.passkey_name")}
              hint={say("pwa.factor.passkey_name_hint")}
              value={name}
              onValue={setName}
              wrong={key.problem?.field === "name" ? key.problem.title : undefined}
              max={60}
            />
            {key.problem?.field !== "name" && rest(key) && <Problem of={rest(key) as never} />}
            <Button busy={key.busy} onPress={() => key.run()}>
              {say("pwa.factor.passkey_go")}
            </Button>
          </>
        ) : (
          <p class="muted">{say("pwa.factor.passkey_none")}</p>
        )}
      </Card>
    </>
  );
}

/** What the app has to be told, as a picture and as text; then the first code that it shows. */
function OfApp(props: { of: AppSetUp; onDone: (now: Factors) => void; onBack: () => void }) {
  const { secret, url, qr } = props.of;
  const [code, setCode] = useState("");
  const confirm = useAction(async intent => {
    props.onDone(await post("/api/factor/app/confirm", { body: { code } }, intent));
  });
  return (
    <Card title={say("pwa.factor.app")}>
      <ol class="factor-steps">
        <li>
          <p>{say("pwa.factor.app_scan")}</p>
          <svg class="factor-qr" viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={say("pwa.factor.app_qr")}>
            <path d={qr.path} />
          </svg>
          <p>{say("pwa.factor.app_type")}</p>
          <p class="factor-secret" dir="ltr">
            {fours(secret)}
          </p>
          <p>
            <a href={url}>{say("pwa.factor.app_here")}</a>
          </p>
        </li>
        <li>
          <form
            class="stack"
            onSubmit={event => {
              event.preventDefault();
              void confirm.run();
            }}
          >
            <Field
              label={say("pwa.factor.digits")}
              hint={say("pwa.factor.digits_first")}
              complete="one-time-code"
              keys="numeric"
              value={code}
              onValue={setCode}
              wrong={confirm.problem?.field === "code" ? confirm.problem.title : undefined}
              required
              max={10}
            />
            {confirm.problem && confirm.problem.field !== "code" && (
              <Problem of={confirm.problem} retry={confirm.retry} />
            )}
            <Button look="go" type="submit" wide busy={confirm.busy}>
              {say("pwa.factor.app_confirm")}
            </Button>
            <Button look="quiet" symbol="back" onPress={props.onBack}>
              {say("pwa.factor.app_back")}
            </Button>
          </form>
        </li>
      </ol>
    </Card>
  );
}
