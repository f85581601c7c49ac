import type { ComponentChildren } from "preact";
import { Icon } from "../icon/Icon";
import "./rows.css";

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
      <span class="face" aria-hidden="true">
        {props.symbol ?? [...props.name][0]}
      </span>
      <span class="words">
        <bdi class="name">{props.name}</bdi>
        {props.about && <span class="muted">{props.about}</span>}
      </span>
      {(props.children || props.href) && (
        <span class="end">
          {props.children}
          {props.href && <Icon name="next" flips />}
        </span>
      )}
    </>
  );
  if (props.href) {
    return (
      <li id={props.id}>
        <a class={look} href={props.href}>
          {inner}
        </a>
      </li>
    );
  }
  return (
    <li class={look} id={props.id}>
      {inner}
    </li>
  );
}
