import type { ComponentChildren } from "preact";

/** A sheet of paper with one matter on it. With a title it is a section, found by its heading. */
export function Card(props: {
  title?: ComponentChildren;
  tone?: "sun" | "leaf" | "brick" | undefined;
  children: ComponentChildren;
}) {
  const look = props.tone ? `card ${props.tone}` : "card";
  if (props.title === undefined) return <div class={look}>{props.children}</div>;
  return (
    <section class={look}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}
