import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface Option {
  value: string;
  label: ComponentChildren;
  /** A line under it. */
  about?: ComponentChildren;
  symbol?: ComponentChildren;
  /** Why it cannot be chosen; it can still be reached and its reason read. */
  not?: string | undefined;
}

/** One of several, as large tiles. Nothing is chosen beforehand unless `value` says so. */
export function Choice(props: {
  legend: ComponentChildren;
  options: readonly Option[];
  value: string;
  onValue: (value: string) => void;
  small?: boolean;
}) {
  const name = useId();
  return (
    <fieldset class={props.small ? "choice small" : "choice"}>
      <legend>{props.legend}</legend>
      <div class="tiles">
        {props.options.map(one => (
          <label key={one.value} class={one.not ? "not" : ""}>
            <input
              type="radio"
              name={name}
              value={one.value}
              checked={one.value === props.value}
              aria-disabled={one.not ? true : undefined}
              onClick={event => {
                if (one.not) event.preventDefault();
              }}
              onChange={() => {
                if (!one.not) props.onValue(one.value);
              }}
            />
            {one.symbol}
            <span>
              <b>{one.label}</b>
              {one.about && <span class="muted">{one.about}</span>}
              {one.not && <span class="muted">{one.not}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
