import type { ComponentChildren } from "preact";
import { Icon } from "../icon/Icon";

/** A list of rows. */
export function Rows(props: { label?: string; children: ComponentChildren }) {
  return (
    <ul class="rows" aria-label={props.label}>
      {props.children}
    </ul>
  );
}

interface RowProps {
  /** A person's name; its first letter stands in the round face unless there is a symbol instead. */
  name: string;
  symbol?: ComponentChildren;
  /** A line under the name. */
  about?: ComponentChildren;
  /** Pills and buttons at the end. */
  children?: ComponentChildren;
  /** Where a press on the whole row goes; then it has no buttons of its own. */
  href?: string;
  tone?: "in" | undefined;
  /** The row that the arrow keys stand on. */
  chosen?: boolean;
  id?: string;
}

/** One person or thing, with what is known and what to do. */
export function Row(props: RowProps) {
  const look = ["one-row", props.tone, props.chosen && "chosen"].filter(Boolean).join(" ");
  const inner = (
    <>
      <span class="words">
        <span class="name">
          <bdi>{props.name}</bdi>
        </span>
        {props.about && <span class="muted">{props.about}</span>}
      </span>
      {props.children && <span class="end">{props.children}</span>}
    </>
  );
  const face = (
    <span class="face" aria-hidden="true">
      {props.symbol ?? [...props.name][0]}
    </span>
  );
  if (props.href) {
    return (
      <li id={props.id}>
        <a class={look} href={props.href}>
          {face}
          <span class="middle">{inner}</span>
          <Icon name="next" flips />
        </a>
      </li>
    );
  }
  return (
    <li class={look} id={props.id}>
      {face}
      {inner}
    </li>
  );
}
