import { useEffect, useRef, useState } from "preact/hooks";
import type { Contact } from "../../../api/types";
import { Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { PrintOne } from "../../letters/PrintOne";
import { Revoke } from "../../letters/Revoke";

/**
 * Somebody has just been kept from a child. Whose phone they shared is signed out by itself; whether somebody once let
 * them in on a phone of their own, only the others can say. So the office is offered to sign those out and write anew.
 */
export function Barred(props: { who: Contact; others: readonly Contact[]; onClose: () => void }) {
  const [asking, setAsking] = useState<{ what: "letter" | "revoke"; of: Contact }>();
  const close = () => setAsking(undefined);
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => text.current?.scrollIntoView({ block: "center" }), []);
  return (
    <Card tone="sun" title={<Say k="pwa.barred.title" with={{ Name: props.who.name }} />}>
      <p role="status" ref={text}>
        <Say k="pwa.barred.about" with={{ Name: props.who.name }} />
      </p>
      <div class="side">
        {props.others.map(one => (
          <Button
            key={one.adult}
            small
            symbol="out"
            label={say("pwa.desk.for", { Action: say("pwa.revoke.do"), Name: one.name })}
            onPress={() => setAsking({ what: "revoke", of: one })}
          >
            <bdi>{one.name}</bdi>
          </Button>
        ))}
        <Button small look="quiet" onPress={props.onClose}>
          {say("pwa.barred.no")}
        </Button>
      </div>
      {asking?.what === "letter" && <PrintOne adult={asking.of.adult} name={asking.of.name} onClose={close} />}
      {asking?.what === "revoke" && (
        <Revoke
          adult={asking.of.adult}
          name={asking.of.name}
          onClose={close}
          onLetter={() => setAsking({ what: "letter", of: asking.of })}
        />
      )}
    </Card>
  );
}
