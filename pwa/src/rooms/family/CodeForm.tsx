import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { ProblemBody } from "../../api/types";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Icon } from "../../parts/icon/Icon";
import { Problem } from "../../parts/problem/Problem";
import { readCode } from "./codes";

// What was typed outlives the drawing anew that another language brings.
const typed = new Map<string, string>();

/** One field for a code that somebody reads off paper or another screen. It forgives case, spaces and hyphens. */
export function CodeForm(props: {
  label: string;
  hint: string;
  example: string;
  go: string;
  busy?: boolean;
  problem?: ProblemBody | undefined;
  retry?: () => void;
  onCode: (code: string) => void;
}) {
  const id = useId();
  const [value, set] = useState(typed.get(props.example) ?? "");
  const [short, setShort] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const wanted = readCode(props.example).length;
  return (
    <form
      class="stack"
      onSubmit={event => {
        event.preventDefault();
        const code = readCode(value);
        setShort(code.length !== wanted);
        if (code.length !== wanted) field.current?.focus();
        else {
          typed.delete(props.example);
          props.onCode(code);
        }
      }}
    >
      <div class="field">
        <label for={id}>{props.label}</label>
        <p class="muted" id={`${id}-hint`}>
          {props.hint}
        </p>
        <input
          ref={field}
          id={id}
          class="box code-box"
          dir="ltr"
          value={value}
          placeholder={props.example.replace(/[A-Z0-9]/g, "•")}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          enterkeyhint="go"
          maxLength={40}
          aria-describedby={short ? `${id}-hint ${id}-wrong` : `${id}-hint`}
          aria-invalid={short || undefined}
          onInput={event => {
            typed.set(props.example, event.currentTarget.value);
            set(event.currentTarget.value);
          }}
        />
        {short && (
          <p class="wrong" id={`${id}-wrong`} role="alert">
            <Icon name="alert" />
            {say("letter.page.code_short", { Count: wanted })}
          </p>
        )}
      </div>
      {props.problem && <Problem of={props.problem} retry={props.retry} />}
      <Button look="go" type="submit" wide busy={props.busy ?? false}>
        {props.go}
      </Button>
    </form>
  );
}
