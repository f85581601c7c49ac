import type { ComponentChildren } from "preact";
import { Mark } from "../icon/Icon";

/** A list with nothing in it: says what would stand here, and what to do if anything. */
export function Empty(props: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Mark />
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}
