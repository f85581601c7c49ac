import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";

/** Whom to speak to outside the school, where it is about somebody who works here. */
export function Lado() {
  const number = say("reading.lado.number");
  return (
    <Card title={say("reading.lado.title")} tone="sun">
      <p>{say("reading.lado.about")}</p>
      <div class="side">
        <Button look="go" symbol="call" href={`tel:${number.replaceAll(" ", "")}`}>
          <bdi class="to-ring" dir="ltr">
            {number}
          </bdi>
        </Button>
      </div>
      <p class="quietly">{say("reading.lado.source")}</p>
    </Card>
  );
}
