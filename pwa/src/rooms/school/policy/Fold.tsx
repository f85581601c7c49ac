import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../../../parts/icon/Icon";

/** A line that opens. What is inside is drawn only while it is open: five hundred sentences cost nothing until then. */
export function Fold(props: {
  line: ComponentChildren;
  /** Open from outside, until somebody presses. */
  open?: boolean | undefined;
  /** Open whatever was pressed: for paper. */
  forced?: boolean | undefined;
  tone?: "brick" | "sun" | undefined;
  children: () => ComponentChildren;
}) {
  const [pressed, setPressed] = useState<boolean>();
  const open = props.forced || (pressed ?? props.open ?? false);
  return (
    <details class={props.tone ? `fold ${props.tone}` : "fold"} open={open}>
      {/* By the press and not by "toggle", which comes late: what was opened for paper would count as pressed. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a button, and turns its keys into clicks */}
      <summary
        onClick={event => {
          event.preventDefault();
          setPressed(!open);
        }}
      >
        <span class="grow">{props.line}</span>
        <Icon name="down" />
      </summary>
      {open && <div class="inside">{props.children()}</div>}
    </details>
  );
}
