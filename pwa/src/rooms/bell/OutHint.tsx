import { useEffect, useState } from "preact/hooks";
import { say } from "../../i18n/say";
import { standing } from "../courier/ringing";

/** Beside the ways out, where this device rings for whoever is here: what signing out ends, and what does not. */
export default function OutHint() {
  const [on, set] = useState(false);
  useEffect(() => {
    let here = true;
    standing().then(
      now => here && set(now === "on"),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, []);
  return on ? <p class="muted">{say("bell.out_hint")}</p> : null;
}
