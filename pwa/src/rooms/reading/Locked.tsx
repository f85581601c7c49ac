import { useEffect, useRef } from "preact/hooks";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";

/** What stands where a concern stood, once nobody has touched the screen for a while. */
export function Locked(props: { about: string; onGo: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  // What had the focus is gone with what was shown.
  useEffect(() => box.current?.querySelector("button")?.focus(), []);
  return (
    <div ref={box} role="status">
      <Card title={say("reading.lock.title")}>
        <p>{props.about}</p>
        <div class="side">
          <Button look="go" symbol="shield" onPress={props.onGo}>
            {say("reading.lock.go")}
          </Button>
        </div>
      </Card>
    </div>
  );
}
