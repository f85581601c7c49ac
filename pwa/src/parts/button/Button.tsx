import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../icon/Icon";
import type { IconName } from "../icon/paths";

interface Common {
  children: ComponentChildren;
  /** "go": the one thing to do here. "plain": the others; yes and no are both plain. "quiet": way out. */
  look?: "go" | "plain" | "quiet" | "danger";
  symbol?: IconName;
  wide?: boolean;
  small?: boolean;
  /** What a screen reader says instead of the words, where these need their surroundings ("Hand in" → "Hand in, Maja"). */
  label?: string;
}

interface Press extends Common {
  href?: never;
  onPress?: (event: MouseEvent) => void;
  type?: "button" | "submit";
  /** On its way: keeps its size and focus, and a second press does nothing. */
  busy?: boolean;
  /** Why it cannot be pressed now: said to a screen reader at once, to whoever looks when they press it all the same. */
  not?: string | undefined;
  expanded?: boolean;
}

interface Go extends Common {
  href: string;
  download?: boolean;
}

/** A button, or a link that looks like one. */
export function Button(props: Press | Go) {
  const [tried, setTried] = useState(false);
  const look = ["button", props.look ?? "plain", props.wide && "wide", props.small && "small"]
    .filter(Boolean)
    .join(" ");
  const inner = (
    <>
      {props.symbol && <Icon name={props.symbol} flips={props.symbol === "back"} />}
      <span>
        {props.children}
        {tried && props.href === undefined && props.not !== undefined && (
          <small class="not" aria-hidden="true">
            {props.not}
          </small>
        )}
      </span>
    </>
  );
  if (props.href !== undefined) {
    return (
      <a class={look} href={props.href} aria-label={props.label} download={props.download}>
        {inner}
      </a>
    );
  }
  const { onPress, type = "button", busy, not, expanded } = props;
  const stopped = busy || not !== undefined;
  return (
    <button
      type={type}
      class={look}
      aria-label={props.label}
      aria-busy={busy || undefined}
      aria-disabled={stopped || undefined}
      aria-expanded={expanded}
      aria-description={not}
      onClick={event => {
        setTried(not !== undefined);
        if (stopped) event.preventDefault();
        else onPress?.(event);
      }}
    >
      {busy ? (
        <span class="busy" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      ) : null}
      {inner}
    </button>
  );
}
