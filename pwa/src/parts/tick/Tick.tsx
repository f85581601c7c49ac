import type { ComponentChildren } from "preact";

/** Yes or no to one thing, with what it means under it. */
export function Tick(props: {
  label: ComponentChildren;
  about?: ComponentChildren;
  value: boolean;
  onValue: (value: boolean) => void;
}) {
  return (
    <label class="tick">
      <input type="checkbox" checked={props.value} onChange={event => props.onValue(event.currentTarget.checked)} />
      <span class="grow">
        {props.label}
        {props.about && <span class="about">{props.about}</span>}
      </span>
    </label>
  );
}
