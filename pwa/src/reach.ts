import { refresh, session } from "./session";
import { store } from "./store";

/** True while this page came from the device itself and the server has not said who is signed in. */
export const unreached = store(false);

let asking: Promise<boolean> | undefined;

/** Asks the server who is signed in, and reports whether it answered. Asking twice at once is asking once. */
export function reach(): Promise<boolean> {
  asking ??= refresh()
    .then(
      () => {
        unreached.set(false);
        return true;
      },
      () => false,
    )
    .finally(() => {
      asking = undefined;
    });
  return asking;
}

/**
 * For a page with nobody in it: asks who is signed in, and goes on after `patience` without an answer. From then on it
 * asks whenever the network is back or somebody looks at the page again.
 */
export async function reachOut(patience: number): Promise<void> {
  session.set(null);
  unreached.set(true);
  const again = () => {
    if (unreached.get() && document.visibilityState === "visible") void reach();
  };
  addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  let late: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([reach(), new Promise(done => (late = setTimeout(done, patience)))]);
  clearTimeout(late);
}
