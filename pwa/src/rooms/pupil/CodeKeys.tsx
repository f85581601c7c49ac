import { useEffect, useRef } from "preact/hooks";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Icon } from "../../parts/icon/Icon";
import { codeOf, KEYS, LONG } from "./code";

/**
 * The class code, on keys as big as a child's finger. A keyboard types into the line above them just as well; a tablet
 * does not put its own over them.
 */
export function CodeKeys(props: { value: string; onValue: (value: string) => void; onGo: () => void; busy: boolean }) {
  const { value, onValue } = props;
  const line = useRef<HTMLInputElement>(null);
  useEffect(() => line.current?.focus(), []);
  return (
    <form
      class="code-keys"
      onSubmit={event => {
        event.preventDefault();
        props.onGo();
      }}
    >
      <label>
        <span class="unseen">{say("pupil.code.label")}</span>
        <input
          ref={line}
          dir="ltr"
          value={value}
          inputMode="none"
          autocomplete="off"
          autocapitalize="characters"
          autocorrect="off"
          spellcheck={false}
          onInput={event => {
            const { currentTarget } = event;
            const code = codeOf(currentTarget.value);
            // Where nothing changes nothing is drawn, and what was typed too much would stay.
            currentTarget.value = code;
            onValue(code);
          }}
        />
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pressing a key leaves the focus where one can type */}
      <div class="keys" dir="ltr" onMouseDown={event => event.preventDefault()}>
        <fieldset aria-label={say("pupil.code.keys")}>
          {KEYS.map(key => (
            <button key={key} type="button" onClick={() => onValue(codeOf(value + key))}>
              {key}
            </button>
          ))}
          <button
            type="button"
            class="rub-out"
            aria-label={say("pupil.code.rub_out")}
            onClick={() => onValue(value.slice(0, -1))}
          >
            <Icon name="undo" />
          </button>
        </fieldset>
      </div>
      <output class="unseen">{[...value].join(" ")}</output>
      <Button
        look="go"
        type="submit"
        wide
        busy={props.busy}
        not={value.length < LONG ? say("pupil.code.about") : undefined}
      >
        {say("pupil.code.go")}
      </Button>
    </form>
  );
}
