import type { ComponentChildren } from "preact";
import { Icon } from "../icon/Icon";
import type { IconName } from "../icon/paths";

/** A few words about the state of a thing. The words say it; the colour only helps. */
export function Pill(props: {
  tone?: "due" | "bad" | "ok" | undefined;
  symbol?: IconName | undefined;
  children: ComponentChildren;
}) {
  return (
    <span class={props.tone ? `pill ${props.tone}` : "pill"}>
      {props.symbol && <Icon name={props.symbol} />}
      {props.children}
    </span>
  );
}
