import { render } from "preact";
import { useEffect } from "preact/hooks";
import { stop } from "../../parts/read-aloud/voices";
import { forgetTelling } from "./form";
import { forgetAttempt } from "./send";

/** Clears the page: nothing that was written is drawn or kept in its memory any more. */
function clear(): void {
  stop();
  forgetTelling();
  forgetAttempt();
  const place = document.getElementById("app");
  if (place) render(null, place);
}

/** Leaves at once, to a page that says nothing; the form is not there to go back to. */
export function leaveQuickly(): void {
  clear();
  location.replace("/away");
}

/** Ends in peace: back to the start, with nothing left here. */
export function finish(): void {
  clear();
  location.replace("/");
}

/** Between two presses of Shift at the most, in milliseconds. */
const QUICK = 1000;
/** After so long without a touch whoever wrote is taken to have gone: a shared tablet shows it to nobody else. */
const IDLE = 15 * 60_000;

const TOUCHES = ["pointerdown", "keydown", "input", "wheel", "touchmove"] as const;

/**
 * Watches over the whole form: Shift three times leaves it, and so does nobody's being there; what the browser keeps of
 * the page when it is left (for "back") is empty.
 */
export function useWayOut(): void {
  useEffect(() => {
    let presses = 0;
    let last = 0;
    const key = (event: KeyboardEvent) => {
      if (event.repeat) return;
      presses = event.key !== "Shift" ? 0 : Date.now() - last > QUICK ? 1 : presses + 1;
      last = Date.now();
      if (presses === 3) leaveQuickly();
    };
    let timer = setTimeout(leaveQuickly, IDLE);
    const touched = () => {
      clearTimeout(timer);
      timer = setTimeout(leaveQuickly, IDLE);
    };
    addEventListener("keydown", key);
    addEventListener("pagehide", clear);
    for (const one of TOUCHES) addEventListener(one, touched, { passive: true });
    return () => {
      clearTimeout(timer);
      removeEventListener("keydown", key);
      removeEventListener("pagehide", clear);
      for (const one of TOUCHES) removeEventListener(one, touched);
    };
  }, []);
}
