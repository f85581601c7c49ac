import { useEffect, useRef, useState } from "preact/hooks";

/** A value that screens follow. `set` tells every follower, in the order in which they came. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  /** Calls `tell` at every change until the returned function is called. */
  follow(tell: () => void): () => void;
}

/** Makes a store that begins with `value`. */
export function store<T>(value: T): Store<T> {
  const followers = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const tell of [...followers]) tell();
    },
    follow(tell) {
      followers.add(tell);
      return () => followers.delete(tell);
    },
  };
}

/** The store's value; the component is drawn again when it changes. */
export function useStore<T>(from: Store<T>): T {
  const [, redraw] = useState({});
  const drawn = useRef(from.get());
  drawn.current = from.get();
  useEffect(() => {
    const stop = from.follow(() => redraw({}));
    // What changed between drawing and following would otherwise be missed.
    if (!Object.is(drawn.current, from.get())) redraw({});
    return stop;
  }, [from]);
  return drawn.current;
}
