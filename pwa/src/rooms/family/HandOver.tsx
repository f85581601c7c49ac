import { useLocation } from "preact-iso";
import { post } from "../../api/send";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Screen } from "../../parts/shell/Screen";
import { actAs, enter } from "../../session";
import { useAction } from "../../use/action";
import { CodeForm } from "./CodeForm";
import { Languages } from "./Languages";
import { onward } from "./onward";

/** Where the code from one's other phone is typed: this phone is then signed in as the same person. */
export default function HandOver() {
  const { route } = useLocation();
  const go = useAction(async (intent, code: string) => {
    const me = enter(await post("/api/hand-over/use", { body: { code }, as: "" }, intent));
    if (me?.kind !== "family") return;
    // Where others use this phone too, the newcomer is whoever has just typed the code.
    actAs(me.people.at(-1)?.seats[0]?.id ?? "");
    route(onward("/home"), true);
  });
  return (
    <Screen title={say("family.hand_over.title")} narrow focused>
      <Languages />
      <Card>
        <ol class="steps">
          <li>{say("family.hand_over.step_open")}</li>
          <li>{say("family.hand_over.step_make")}</li>
          <li>{say("family.hand_over.step_type")}</li>
        </ol>
        <CodeForm
          label={say("family.hand_over.code")}
          hint={say("family.hand_over.code_hint")}
          example="ABC-DEF"
          go={say("letter.page.go_on")}
          busy={go.busy}
          problem={go.problem}
          retry={go.retry}
          onCode={code => void go.run(code)}
        />
      </Card>
      <Button look="quiet" wide href="/letter">
        {say("family.door.letter")}
      </Button>
    </Screen>
  );
}
