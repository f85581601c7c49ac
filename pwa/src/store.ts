import { useEffect, useState } from "preact/hooks";

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
  useEffect(() => {
    const before = from.get();
    const stop = from.follow(() => redraw({}));
    // What changed between drawing and following would otherwise be missed.
    if (!Object.is(before, from.get())) redraw({});
    return stop;
  }, [from]);
  return from.get();
}
