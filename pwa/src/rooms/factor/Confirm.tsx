import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { post, read } from "../../api/send";
import type { ProblemBody } from "../../api/types";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { canPasskeys, usePasskey } from "./passkey";

interface Asked {
  /** What the server said: that a proof is wanted, or that there is nothing to prove by yet. */
  no: ProblemBody;
  /** Ends the question: true once it is proved, and the request goes again by itself. */
  answer: (proved: boolean) => void;
}

/** Asks over the screen for a proof of the second step; what was typed below stays. */
export default function Confirm(props: Asked) {
  return props.no.key?.endsWith(".none") ? <SetUpFirst {...props} /> : <Proof {...props} />;
}

/** Whoever has none yet is led to where one is set up, and back. */
function SetUpFirst(props: Asked) {
  const { route } = useLocation();
  return (
    <Dialog title={say("pwa.factor.first_title")} onClose={() => props.answer(false)}>
      <p>{props.no.title}</p>
      <Button
        look="go"
        wide
        onPress={() => {
          props.answer(false);
          route(`/factor?back=${encodeURIComponent(location.pathname + location.search)}`);
        }}
      >
        {say("pwa.factor.first_go")}
      </Button>
    </Dialog>
  );
}

function Proof(props: Asked) {
  const [code, setCode] = useState("");
  const [paper, setPaper] = useState(false);
  const mine = useLoad("factor", signal => read("/api/factor", {}, signal));
  const items = mine.data?.items ?? [];
  const byKey = canPasskeys() && mine.data?.passkeys === true && items.some(one => one.kind === "passkey");
  const byApp = items.some(one => one.kind === "totp");
  const typed = useAction(async intent => {
    await post("/api/factor/prove", { body: { code } }, intent);
    props.answer(true);
  });
  const pressed = useAction(async intent => {
    const asks = await post("/api/factor/prove/passkey", { body: {} });
    const answer = await usePasskey(asks.options);
    await post("/api/factor/prove/passkey/confirm", { body: { answer } }, intent);
    props.answer(true);
  });
  const digits = byApp && !paper;
  const form = useRef<HTMLFormElement>(null);
  const shown = mine.data && `${digits}`;
  useEffect(() => {
    if (shown) form.current?.querySelector("input")?.focus(); // typing can begin at once
  }, [shown]);
  return (
    <Dialog title={say("pwa.factor.confirm_title")} onClose={() => props.answer(false)}>
      <p>{say("pwa.factor.confirm_about")}</p>
      {mine.problem && <Problem of={mine.problem} retry={mine.again} />}
      {byKey && (
        <>
          {pressed.problem && <Problem of={pressed.problem} />}
          <Button look={byApp ? "plain" : "go"} wide busy={pressed.busy} onPress={() => pressed.run()}>
            {say("pwa.factor.by_passkey")}
          </Button>
        </>
      )}
      {mine.data && (
        <form
          ref={form}
          class="stack"
          onSubmit={event => {
            event.preventDefault();
            void typed.run();
          }}
        >
          <Field
            key={digits ? "app" : "paper"}
            label={say(digits ? "pwa.factor.digits" : "pwa.factor.paper_code")}
            hint={say(digits ? "pwa.factor.digits_hint" : "pwa.factor.paper_hint")}
            complete="one-time-code"
            keys={digits ? "numeric" : undefined}
            value={code}
            onValue={setCode}
            wrong={typed.problem?.field === "code" ? typed.problem.title : undefined}
            required
            max={40}
          />
          {typed.problem && typed.problem.field !== "code" && <Problem of={typed.problem} retry={typed.retry} />}
          <Button look={byKey && !byApp ? "plain" : "go"} type="submit" wide busy={typed.busy}>
            {say("pwa.factor.confirm_go")}
          </Button>
        </form>
      )}
      {byApp && (
        <Button
          look="quiet"
          onPress={() => {
            setCode("");
            setPaper(!paper);
          }}
        >
          {say(paper ? "pwa.factor.with_app" : "pwa.factor.without_app")}
        </Button>
      )}
      <p class="muted">{say("pwa.factor.lost")}</p>
    </Dialog>
  );
}
