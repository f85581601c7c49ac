import { useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { post, read } from "../../api/send";
import { Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Field } from "../../parts/field/Field";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { firstPlace } from "../../parts/shell/places";
import { Screen } from "../../parts/shell/Screen";
import { enter } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";

/** What a one-time link opens: choose a passphrase and be signed in. Looking at it does not use it up. */
export default function OneTimeLink() {
  const { params } = useRoute();
  const { route } = useLocation();
  const path = { token: params.token ?? "" };
  const link = useLoad(path.token, signal => read("/api/links/{token}", { path }, signal));
  const [passphrase, setPassphrase] = useState("");
  const go = useAction(async intent => {
    const me = enter(await post("/api/links/{token}", { path, body: passphrase ? { passphrase } : {} }, intent));
    route(me ? firstPlace(me) : "/", true);
  });
  const wrong = go.problem?.field === "passphrase" ? go.problem.title : undefined;
  return (
    <Screen title={say("pwa.link_page.title")} narrow>
      {link.problem && (
        <>
          <Problem of={link.problem} retry={link.again} />
          <Button href="/sign-in">{say("pwa.sign_in.go")}</Button>
        </>
      )}
      {!link.data && !link.problem && <Loading rows={2} />}
      {link.data && (
        <Card>
          <p>
            <Say k="pwa.link_page.hello" with={{ Name: <b>{link.data.name}</b>, School: <b>{link.data.school}</b> }} />
          </p>
          <form
            class="stack"
            onSubmit={event => {
              event.preventDefault();
              void go.run();
            }}
          >
            {link.data.purpose === "passphrase" && (
              <>
                <input
                  type="text"
                  class="unseen"
                  autocomplete="username"
                  value={link.data.name}
                  readOnly
                  tabIndex={-1}
                  aria-hidden="true"
                />
                <Field
                  label={say("pwa.link_page.choose")}
                  hint={say("pwa.link_page.choose_hint")}
                  type="password"
                  complete="new-password"
                  value={passphrase}
                  onValue={setPassphrase}
                  wrong={wrong}
                  required
                  max={200}
                />
              </>
            )}
            {go.problem && !wrong && <Problem of={go.problem} retry={go.retry} />}
            <Button look="go" type="submit" wide busy={go.busy}>
              {say("pwa.link_page.go")}
            </Button>
          </form>
        </Card>
      )}
    </Screen>
  );
}
