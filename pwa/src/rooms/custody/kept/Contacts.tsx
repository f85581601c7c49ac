import { useState } from "preact/hooks";
import { post } from "../../../api/send";
import { moment } from "../../../i18n/dates";
import { type Key, Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Choice } from "../../../parts/choice/Choice";
import { Problem } from "../../../parts/problem/Problem";
import { now } from "../../../session";
import { useAction } from "../../../use/action";
import type { Panel } from "./Confiscation";
import { adultOption } from "./Release";

/** How a contact is said: what an adult answered in the app is theirs, and nobody at school spoke to them. */
function contactKey(one: { how: string; outcome: string }): Key {
  if (one.outcome === "will_come") return "pwa.contact.app_will_come";
  return one.outcome === "spoke" ? (`pwa.contact.${one.how}_spoke` as Key) : "pwa.contact.no_answer";
}

/** Who was reached about it. A conversation is contact, and an answer in the app; a message that was only sent is not. */
export function Contacts(props: Panel) {
  const { of } = props;
  const [open, setOpen] = useState(false);
  const [adult, setAdult] = useState("");
  const [how, setHow] = useState<"phone" | "in_person">("phone");
  const go = useAction(async (intent, outcome: "spoke" | "no_answer") => {
    const what = { path: { id: of.id }, body: { adult, how, outcome } };
    props.put(await post("/api/confiscations/{id}/contact", what, intent));
    setOpen(false);
    setAdult("");
  });
  const canLog = of.state === "kept" && !of.held && of.adults.length > 0;
  if (!canLog && of.contacts.length === 0) return null;
  const first = of.rulings.release.verdict === "not_yet" && !of.rulings.release.from && of.contacts.length === 0;
  const asking = canLog && (open || first);
  return (
    <Card title={say("pwa.contact.title")}>
      {of.contacts.length > 0 && (
        <ul class="plain-list">
          {of.contacts.map(one => (
            <li key={one.at}>
              <Say k={contactKey(one)} with={{ Who: one.by, Adult: one.adult, When: moment(one.at, now()) }} />
            </li>
          ))}
        </ul>
      )}
      {asking && (
        <>
          <Choice
            legend={say("pwa.contact.whom")}
            value={adult}
            onValue={setAdult}
            options={of.adults.map(one => adultOption(one, "may_be_told"))}
          />
          <Choice
            small
            legend={say("pwa.contact.how")}
            value={how}
            onValue={value => setHow(value as "phone" | "in_person")}
            options={[
              { value: "phone", label: say("pwa.contact.by_phone") },
              { value: "in_person", label: say("pwa.contact.in_person") },
            ]}
          />
          <div class="side">
            <Button
              look="go"
              symbol="call"
              busy={go.busy}
              not={adult ? undefined : say("pwa.contact.choose")}
              onPress={() => go.run("spoke")}
            >
              {say("pwa.contact.spoke")}
            </Button>
            <Button
              busy={go.busy}
              not={adult ? undefined : say("pwa.contact.choose")}
              onPress={() => go.run("no_answer")}
            >
              {say("pwa.contact.nobody")}
            </Button>
          </div>
          <p class="muted">{say("pwa.contact.hint")}</p>
        </>
      )}
      {go.problem && <Problem of={go.problem} retry={go.retry} />}
      {canLog && !asking && (
        <p>
          <Button symbol="call" onPress={() => setOpen(true)}>
            {say("pwa.contact.log")}
          </Button>
        </p>
      )}
    </Card>
  );
}
