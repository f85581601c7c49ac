import { useState } from "preact/hooks";
import { post, read } from "../../../api/send";
import { moment } from "../../../i18n/dates";
import { Say, say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Choice } from "../../../parts/choice/Choice";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Field } from "../../../parts/field/Field";
import { Icon } from "../../../parts/icon/Icon";
import { Problem } from "../../../parts/problem/Problem";
import { Zebra } from "../../../parts/zebra/Zebra";
import { now, useMe } from "../../../session";
import { useAction } from "../../../use/action";
import { useLoad } from "../../../use/load";
import type { Panel } from "./Confiscation";
import { adultOption } from "./Release";
import { RulingBox } from "./RulingBox";

const STEPS = 3;

/**
 * The record of a search, one question at a time: who agreed and how, who stands by, how it ended. What could be an
 * indecent image ends it at the first sight: nobody looks on, and the safeguarding lead is told.
 *
 * Policy: phones.search.consent (BG 9.3/11), phones.search.advice (BG 9.3/10).
 */
export function Search(props: Panel & { onClose: () => void }) {
  const { of } = props;
  const me = useMe();
  const [step, setStep] = useState(0);
  const [consent, setConsent] = useState<"" | "child" | "parent">("");
  const [parent, setParent] = useState("");
  const [how, setHow] = useState<"in_person" | "phone">("in_person");
  const [witness, setWitness] = useState("");
  const allowed = of.rulings.search.verdict === "allowed";
  const staff = useLoad(allowed ? "/staff" : "", async signal =>
    allowed ? read("/api/staff", {}, signal) : { items: [] },
  );
  const go = useAction(async (intent, outcome: "nothing_found" | "breach_found" | "could_be_indecent") => {
    if (!consent) return;
    const body = { consent, ...(consent === "parent" && { parent }), how, witness, outcome };
    props.put(await post("/api/confiscations/{id}/search", { path: { id: of.id }, body }, intent));
    props.onClose();
  });
  const others = (staff.data?.items ?? []).filter(one => !one.left && one.id !== me.person.id);
  const ready = [consent === "child" || (consent === "parent" && parent !== ""), witness !== "", true][step];
  return (
    <Dialog title={say("pwa.search.title")} onClose={props.onClose}>
      {!allowed && <RulingBox of={of.rulings.search} />}
      {allowed && (
        <>
          <Zebra done={step + 1} of={STEPS} label={say("pwa.search.title")} />
          {step === 0 && (
            <>
              <Choice
                legend={say("pwa.search.consent")}
                value={consent}
                onValue={value => setConsent(value as "child" | "parent")}
                options={[
                  { value: "child", label: say("pwa.search.consent_child") },
                  { value: "parent", label: say("pwa.search.consent_parent") },
                ]}
              />
              {consent === "parent" && (
                <Choice
                  legend={say("pwa.search.which_parent")}
                  value={parent}
                  onValue={setParent}
                  options={of.adults.map(one => adultOption(one, "may_be_told"))}
                />
              )}
              <Choice
                small
                legend={say("pwa.search.how")}
                value={how}
                onValue={value => setHow(value as "in_person" | "phone")}
                options={[
                  { value: "in_person", label: say("pwa.contact.in_person") },
                  { value: "phone", label: say("pwa.contact.by_phone") },
                ]}
              />
            </>
          )}
          {step === 1 && (
            <>
              {staff.problem && <Problem of={staff.problem} retry={staff.again} />}
              <Field
                as="select"
                label={say("pwa.search.witness")}
                hint={say("pwa.search.witness_hint")}
                value={witness}
                onValue={setWitness}
                options={[
                  { value: "", label: say("pwa.choose") },
                  ...others.map(one => ({
                    value: one.id,
                    label: `${one.name} (${one.roles.map(role => sayCode("pwa.role.", role)).join(", ")})`,
                  })),
                ]}
              />
            </>
          )}
          {step === 2 && (
            <>
              <Card tone="brick">
                <p class="side">
                  <Icon name="shield" />
                  <b class="grow">{say("pwa.search.stop")}</b>
                </p>
                <Button look="danger" wide busy={go.busy} onPress={() => go.run("could_be_indecent")}>
                  {say("pwa.search.could_be_indecent")}
                </Button>
              </Card>
              <p>{say("pwa.search.outcome")}</p>
              <div class="side">
                <Button busy={go.busy} onPress={() => go.run("nothing_found")}>
                  {say("pwa.search.nothing_found")}
                </Button>
                <Button busy={go.busy} onPress={() => go.run("breach_found")}>
                  {say("pwa.search.breach_found")}
                </Button>
              </div>
            </>
          )}
          {go.problem && <Problem of={go.problem} retry={go.retry} />}
          <div class="side">
            {step > 0 && (
              <Button look="quiet" onPress={() => setStep(step - 1)}>
                {say("pwa.back")}
              </Button>
            )}
            {step < STEPS - 1 && (
              <Button
                look="go"
                not={ready ? undefined : say("pwa.search.answer_first")}
                onPress={() => setStep(step + 1)}
              >
                {say("pwa.next")}
              </Button>
            )}
          </div>
        </>
      )}
    </Dialog>
  );
}

/**
 * What follows a search that found a breach: what was deleted, or asked to be, is recorded; never what could be evidence.
 *
 * Policy: phones.search.consent (BG 9.3/11).
 */
export function Deletion(props: Panel) {
  const { of } = props;
  const go = useAction(async intent => {
    props.put(await post("/api/confiscations/{id}/delete", { path: { id: of.id }, body: {} }, intent));
  });
  if (!of.searched) return null;
  return (
    <Card>
      <p>
        <Say k="pwa.delete.searched" with={{ When: moment(of.searched, now()) }} />
      </p>
      {of.deleted ? (
        <p>
          <Say k="pwa.delete.done" with={{ When: moment(of.deleted, now()) }} />
        </p>
      ) : of.rulings.delete.verdict === "allowed" ? (
        <>
          <p class="muted">{say("pwa.delete.about")}</p>
          {go.problem && <Problem of={go.problem} retry={go.retry} />}
          <p>
            <Button busy={go.busy} onPress={() => go.run()}>
              {say("pwa.delete.go")}
            </Button>
          </p>
        </>
      ) : (
        <RulingBox of={of.rulings.delete} />
      )}
    </Card>
  );
}
