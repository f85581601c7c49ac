import type { ComponentChildren, Ref } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "../icon/Icon";

interface Common {
  label: string;
  /** What to write, said before one writes it. */
  hint?: ComponentChildren;
  /** What is wrong with it and what to do. */
  wrong?: string | undefined;
  value: string;
  onValue: (value: string) => void;
}

interface Line extends Common {
  as?: "line";
  type?: "text" | "email" | "password" | "tel" | "date" | "time";
  complete?: "username" | "current-password" | "new-password" | "name" | "tel" | "one-time-code" | "off";
  /** Which keys a telephone shows: digits alone, where only digits are typed. */
  keys?: "numeric" | undefined;
  required?: boolean;
  max?: number;
}

interface Lines extends Common {
  as: "lines";
  required?: boolean;
  max?: number;
}

interface Select extends Common {
  as: "select";
  options: readonly { value: string; label: string }[];
}

/** A question with a place to answer it. The hint and what is wrong are read out with it. */
export function Field(props: Line | Lines | Select) {
  const id = useId();
  const about = [props.hint && `${id}-hint`, props.wrong && `${id}-wrong`].filter(Boolean).join(" ") || undefined;
  const shared = {
    id,
    class: "box",
    value: props.value,
    "aria-describedby": about,
    "aria-invalid": props.wrong ? true : undefined,
    onInput: (event: { currentTarget: { value: string } }) => props.onValue(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.hint && (
        <p class="muted" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.as === "select" ? (
        <select {...shared}>
          {props.options.map(one => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      ) : props.as === "lines" ? (
        <textarea
          {...shared}
          autocomplete="off"
          rows={3}
          required={props.required ?? false}
          maxLength={props.max ?? 2000}
          dir="auto"
        />
      ) : (
        <input
          {...shared}
          // The typings give every type an element of its own, and no union of them.
          type={(props.type ?? "text") as "text"}
          autocomplete={props.complete ?? "off"}
          inputmode={props.keys}
          required={props.required ?? false}
          maxLength={props.max ?? 2000}
          dir={props.type === "email" || props.type === "tel" || props.type === "password" ? "ltr" : "auto"}
        />
      )}
      {props.wrong && (
        <p class="wrong" id={`${id}-wrong`}>
          <Icon name="alert" />
          {props.wrong}
        </p>
      )}
    </div>
  );
}

/** The large field that finds somebody. Its label is read, and shown as what to type. */
export function Search(props: {
  label: string;
  value: string;
  onValue: (value: string) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  input: Ref<HTMLInputElement>;
  /** Takes the focus when the screen opens. */
  first?: boolean;
}) {
  return (
    <div class="field search">
      <Icon name="search" />
      <input
        ref={props.input}
        class="box"
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        value={props.value}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        enterkeyhint="search"
        dir="auto"
        // biome-ignore lint/a11y/noAutofocus: the desk's whole purpose is to type a name; the field is first on the page
        autoFocus={props.first}
        onInput={event => props.onValue(event.currentTarget.value)}
        onKeyDown={event => props.onKeyDown?.(event)}
      />
    </div>
  );
}
