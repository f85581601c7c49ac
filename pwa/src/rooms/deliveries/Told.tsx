import { useState } from "preact/hooks";
import { type Delivery, type How, tell } from "../../api/deliveries";
import { Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Choice } from "../../parts/choice/Choice";
import { Dialog } from "../../parts/dialog/Dialog";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";
import { ofDocument } from "./matters";

/** The ways in which the office tells somebody whom no telephone reached. */
const WAYS: readonly { value: How; label: "delivery.told.rang" | "delivery.told.spoke" | "delivery.told.paper" }[] = [
  { value: "rang", label: "delivery.told.rang" },
  { value: "spoke", label: "delivery.told.spoke" },
  { value: "paper", label: "delivery.told.paper" },
];

/** Notes how somebody was told. It says before that it cannot be taken back, and what it is not. */
export function Told(props: { of: Delivery; onClose: () => void; onDone: () => void }) {
  const { of } = props;
  const [how, setHow] = useState<How | "">("");
  const go = useAction(async intent => {
    if (!how) return;
    await tell(of.id, how, intent);
    props.onDone();
  });
  // Somebody was faster, or the adult has just read it: there is nothing left to note.
  const late = go.problem !== undefined && ["conflict", "not_found"].includes(go.problem.kind);
  return (
    <Dialog title={<Say k="delivery.told.title" with={{ Name: of.adult.name }} />} onClose={props.onClose}>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          if (how) void go.run();
        }}
      >
        <Choice
          small
          legend={say("delivery.told.how")}
          value={how}
          onValue={value => setHow(value as How)}
          options={WAYS.map(one => ({ value: one.value, label: say(one.label) }))}
        />
        <p>{say(ofDocument(of.kind) ? "delivery.told.for_good_document" : "delivery.told.for_good")}</p>
        {of.kind === "confiscated" && <p class="muted">{say("delivery.told.not_contact")}</p>}
        {go.problem && <Problem of={go.problem} retry={go.retry} />}
        <div class="side">
          {late ? (
            <Button onPress={props.onClose}>{say("delivery.told.back")}</Button>
          ) : (
            <Button type="submit" look="go" busy={go.busy} not={how ? undefined : say("delivery.told.choose")}>
              {say("pwa.calls.note")}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
