import { useCallback, useEffect, useState } from "preact/hooks";

/** So long after the last touch an open concern takes itself away, in milliseconds: as long as a proof lasts idle. */
export const IDLE = 5 * 60_000;

/** How often that is looked at, in milliseconds. */
const LOOK = 5_000;

const TOUCHES = ["pointerdown", "keydown", "wheel", "touchmove", "input"] as const;

/**
 * Whether nobody has touched the screen for five minutes, and what unlocks it. It locks too when the page is left, or else
 * a browser that keeps pages for "back" would show it to whoever comes next. What is shown is taken out of the page by
 * whoever uses this, and read anew: the server asks for the proof by itself.
 */
export function useLock(): { locked: boolean; unlock: () => void } {
  const [locked, set] = useState(false);
  useEffect(() => {
    if (locked) return;
    let touched = Date.now();
    const look = () => Date.now() - touched >= IDLE && set(true);
    const touch = () => {
      // A machine that was asleep: its first touch is not one of somebody who has been there.
      if (Date.now() - touched >= IDLE) set(true);
      else touched = Date.now();
    };
    const away = () => set(true);
    const timer = setInterval(look, LOOK);
    addEventListener("pagehide", away);
    document.addEventListener("visibilitychange", look);
    for (const one of TOUCHES) addEventListener(one, touch, { passive: true, capture: true });
    return () => {
      clearInterval(timer);
      removeEventListener("pagehide", away);
      document.removeEventListener("visibilitychange", look);
      for (const one of TOUCHES) removeEventListener(one, touch, { capture: true });
    };
  }, [locked]);
  return { locked, unlock: useCallback(() => set(false), []) };
}
