import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";

/** Whether this is the app on a home screen, which shares nothing with the browser beside it. */
export const standalone = () =>
  matchMedia("(display-mode: standalone)").matches || (navigator as { standalone?: boolean }).standalone === true;

/** The ways in for parents and carers: a letter, or a code from the screen on which they are signed in already. */
export function FamilyDoor() {
  const app = standalone();
  return (
    <Card title={say("family.door.title")}>
      {app && <p>{say("family.door.app")}</p>}
      <Button look={app ? "go" : "plain"} wide symbol="phone" href="/hand-over">
        {say("family.door.code")}
      </Button>
      <Button wide symbol="sheet" href="/letter">
        {say("family.door.letter")}
      </Button>
    </Card>
  );
}
