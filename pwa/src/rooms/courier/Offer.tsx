import { useEffect, useState } from "preact/hooks";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Icon } from "../../parts/icon/Icon";
import { offered, offerNoMore } from "./ringing";
import "./courier.css";

/** The offer to be told at once: where it can be had and is not on, until somebody says no, on this device for good. */
export function Offer() {
  const [open, set] = useState(false);
  useEffect(() => {
    let here = true;
    offered().then(
      yes => here && set(yes),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, []);
  if (!open) return null;
  return (
    <section class="card offer" aria-label={say("courier.title")}>
      <p class="side">
        <Icon name="bell" />
        <span class="grow">{say("notice.offer.about")}</span>
      </p>
      <div class="either">
        <Button small href="/ringing">
          {say("notice.offer.go")}
        </Button>
        <Button
          small
          onPress={() => {
            offerNoMore();
            set(false);
          }}
        >
          {say("notice.offer.no")}
        </Button>
      </div>
    </section>
  );
}
