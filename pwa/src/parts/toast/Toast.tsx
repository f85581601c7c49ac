import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../../i18n/say";
import { Button } from "../button/Button";

const left = (end: number) => Math.max(0, Math.ceil((end - Date.now()) / 1000));

/**
 * Seconds left until `end` (milliseconds of Date.now()), counted down once a second; 0 when over. The clock is the
 * browser's own: the caller turns the server's "until" into a length first, since the demo's clock may stand elsewhere.
 */
export function useCountdown(end: number): number {
  const [seconds, set] = useState(() => left(end));
  useEffect(() => {
    set(left(end));
    const tick = setInterval(() => {
      const now = left(end);
      set(now);
      if (now === 0) clearInterval(tick);
    }, 1000);
    return () => clearInterval(tick);
  }, [end]);
  return seconds;
}

/** A button that takes something back for as long as that is possible, with the seconds that remain. */
export function Undo(props: { until: number; label: string; onUndo: () => void; busy?: boolean; onOver?: () => void }) {
  // A minute is a minute, also where the browser's idea of the server's clock is a moment out.
  const seconds = Math.min(60, useCountdown(props.until));
  const { onOver } = props;
  useEffect(() => {
    if (seconds === 0) onOver?.();
  }, [seconds, onOver]);
  if (seconds === 0) return null;
  return (
    <Button look="quiet" symbol="undo" label={props.label} busy={props.busy ?? false} onPress={props.onUndo}>
      {say("pwa.undo_in", { Seconds: seconds })}
    </Button>
  );
}

/** A place above the bar in which news appears and is read out. It is always there, so that news in it is noticed. */
export function Toasts(props: { children?: ComponentChildren }) {
  return (
    <div class="toasts" role="status">
      {props.children}
    </div>
  );
}

/** What has just happened, perhaps with a way to take it back. */
export function Toast(props: { children: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="toast">
      <span class="grow">{props.children}</span>
      {props.action}
    </div>
  );
}
