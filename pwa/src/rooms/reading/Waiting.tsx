import type { AnyComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { readBoot } from "../../boot";
import { staffWords } from "../../i18n/words";
import { kindOf, useSession } from "../../session";

/** The bar that says that something waits: it and its words come for staff alone, after the screen that they opened. */
export function Waiting() {
  const me = useSession();
  const staff = me !== null && kindOf(me) === "staff";
  const [bar, set] = useState<{ Bar: AnyComponent }>();
  useEffect(() => {
    if (!staff) return;
    let here = true;
    Promise.all([import("./WaitingBar"), staffWords(readBoot().staff_catalogue)]).then(
      ([room]) => here && set({ Bar: room.default }),
      () => undefined, // no network: nothing could be asked either
    );
    return () => {
      here = false;
    };
  }, [staff]);
  if (!me || !staff || !bar) return null;
  // Whoever comes next on this screen asks for themselves.
  return <bar.Bar key={"person" in me ? me.person.id : ""} />;
}
