import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The offer to be told at once, fetched when everything else is drawn: nobody waits for it. */
export function OfferLater() {
  const [fetched, set] = useState<{ Offer: ComponentType }>();
  useEffect(() => {
    let here = true;
    import("./Offer").then(
      room => here && set(room),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, []);
  return fetched ? <fetched.Offer /> : null;
}
