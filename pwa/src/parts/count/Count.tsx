import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** One large number: what it counts above it, what it is to be compared with below. Read as one. */
export function Count(props: { label: string; value: number; children?: ComponentChildren }) {
  const label = useId();
  return (
    <section class="count" aria-labelledby={label}>
      <span class="muted" id={label}>
        {props.label}
      </span>
      <span class="figure">{props.value}</span>
      {props.children && <span class="muted">{props.children}</span>}
    </section>
  );
}
