import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "../../api/send";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { enter } from "../../session";
import { useAction } from "../../use/action";

const REMEMBERED = "lollipop.school";

/** The school whose name was typed last on this machine: an address, nothing about a person. */
export const rememberedSchool = () => localStorage.getItem(REMEMBERED) ?? "";

/** School, e-mail, passphrase. `school` is its short name where the address says it; then nobody is asked for it. */
export function SignInForm(props: {
  school?: string | undefined;
  /** Takes the focus when it appears; so it does unless something else on the screen comes first. */
  focus?: boolean;
  onDone: () => void;
}) {
  const [school, setSchool] = useState(props.school ?? rememberedSchool());
  const { focus = true } = props;
  const [email, setEmail] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const form = useRef<HTMLFormElement>(null);
  const go = useAction(async intent => {
    const me = await post(
      "/api/sign-in",
      { body: { school: school.trim().toLowerCase(), email: email.trim(), passphrase } },
      intent,
    );
    localStorage.setItem(REMEMBERED, school.trim().toLowerCase());
    setPassphrase("");
    enter(me);
    props.onDone();
  });
  useEffect(() => {
    if (focus) form.current?.querySelector<HTMLInputElement>("input:placeholder-shown, input")?.focus();
  }, [focus]);
  return (
    <form
      ref={form}
      class="stack"
      onSubmit={event => {
        event.preventDefault();
        void go.run();
      }}
    >
      {props.school === undefined && (
        <Field
          label={say("pwa.sign_in.school")}
          hint={say("pwa.sign_in.school_hint")}
          value={school}
          onValue={setSchool}
          required
          max={60}
        />
      )}
      <Field
        label={say("pwa.sign_in.email")}
        type="email"
        complete="username"
        value={email}
        onValue={setEmail}
        required
        max={254}
      />
      <Field
        label={say("pwa.sign_in.passphrase")}
        type="password"
        complete="current-password"
        value={passphrase}
        onValue={setPassphrase}
        required
        max={400}
      />
      {go.problem && <Problem of={go.problem} retry={go.retry} />}
      <Button look="go" type="submit" wide busy={go.busy}>
        {say("pwa.sign_in.go")}
      </Button>
      <p class="muted">{say("pwa.sign_in.forgot")}</p>
    </form>
  );
}
