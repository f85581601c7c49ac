import { useState } from "preact/hooks";
import { post } from "../../../api/send";
import { Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Choice } from "../../../parts/choice/Choice";
import { Field } from "../../../parts/field/Field";
import { Problem } from "../../../parts/problem/Problem";
import { WhyBox } from "../../../parts/why-box/WhyBox";
import { useAction } from "../../../use/action";
import type { Panel } from "./Confiscation";

/**
 * Whether the parents are told: decided here where the policy leaves it open; where they always are, it says so.
 *
 * Policy: phones.parents_told (AR 9.3/10).
 */
export function Tell(props: Panel) {
  const { of } = props;
  const ruling = of.rulings.tell;
  const [decision, setDecision] = useState<"yes" | "not_yet">();
  const [reason, setReason] = useState("");
  const go = useAction(async intent => {
    if (!decision) return;
    const body = { decision, ...(decision === "not_yet" && { reason: reason.trim() }) };
    props.put(await post("/api/confiscations/{id}/tell", { path: { id: of.id }, body }, intent));
    setDecision(undefined);
  });
  const ready = decision === "yes" || (decision === "not_yet" && reason.trim() !== "");
  return (
    <Card title={say("pwa.tell.title")}>
      {of.tell === "yes" && <p>{say("pwa.tell.yes")}</p>}
      {of.tell === "not_yet" && (
        <p>
          <Say k="pwa.tell.not_yet" with={{ Reason: of.reason || "…" }} />
        </p>
      )}
      {of.tell === "" && ruling.verdict === "allowed" && <p>{say("pwa.tell.open")}</p>}
      {ruling.verdict !== "allowed" && ruling.title && of.tell === "" && <p>{ruling.title}</p>}
      {ruling.verdict === "allowed" && of.tell !== "yes" && (
        <form
          class="stack"
          onSubmit={event => {
            event.preventDefault();
            if (ready) void go.run();
          }}
        >
          <Choice
            small
            legend={say("pwa.take.tell")}
            value={decision ?? ""}
            onValue={value => setDecision(value as "yes" | "not_yet")}
            options={[
              { value: "yes", label: say("pwa.take.tell_yes"), about: say("pwa.take.tell_yes_about") },
              { value: "not_yet", label: say("pwa.take.tell_not_yet") },
            ]}
          />
          {decision === "not_yet" && (
            <Field as="lines" label={say("pwa.take.because")} value={reason} onValue={setReason} required max={400} />
          )}
          {decision && (
            <Button type="submit" busy={go.busy} not={ready ? undefined : say("pwa.tell.say_why")}>
              {say("pwa.tell.go")}
            </Button>
          )}
        </form>
      )}
      {go.problem && <Problem of={go.problem} retry={go.retry} />}
      {ruling.why && <WhyBox why={ruling.why} />}
    </Card>
  );
}
