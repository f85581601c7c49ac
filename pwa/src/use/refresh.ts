import { useEffect } from "preact/hooks";

/** So long after the last touch nobody is taken to be there, in milliseconds: well below the session's idle time. */
const SOMEBODY = 10 * 60_000;

const TOUCHES = ["pointerdown", "keydown", "wheel", "touchmove"] as const;

/**
 * Reads again every `every` milliseconds and whenever the screen comes back to the front. Only while it is seen and
 * somebody has touched it lately: a page left open must not keep its reader signed in for the whole day.
 */
export function useRefresh(again: () => void, every = 30_000): void {
  useEffect(() => {
    let touched = Date.now();
    let resting = false;
    const look = () => {
      if (document.visibilityState !== "visible") return;
      resting = Date.now() - touched > SOMEBODY;
      if (!resting) again();
    };
    const touch = () => {
      touched = Date.now();
      if (resting) look();
    };
    const back = () => {
      touched = Date.now();
      look();
    };
    const timer = setInterval(look, every);
    document.addEventListener("visibilitychange", back);
    addEventListener("focus", back);
    for (const one of TOUCHES) addEventListener(one, touch, { passive: true });
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", back);
      removeEventListener("focus", back);
      for (const one of TOUCHES) removeEventListener(one, touch);
    };
  }, [again, every]);
}
