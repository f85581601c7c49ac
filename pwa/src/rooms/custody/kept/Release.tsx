import { useState } from "preact/hooks";
import { post } from "../../../api/send";
import type { Carer } from "../../../api/types";
import { say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Choice, type Option } from "../../../parts/choice/Choice";
import { Problem } from "../../../parts/problem/Problem";
import { WhyBox } from "../../../parts/why-box/WhyBox";
import { useAction } from "../../../use/action";
import { problemIn } from "../../../use/load";
import type { Panel } from "./Confiscation";
import { RulingBox } from "./RulingBox";

/** An adult as a choice, with the reason where the marks of the family page stand against it. */
export function adultOption(adult: Carer, mark: "may_collect" | "may_be_told"): Option {
  const not = adult.no_contact
    ? say("pwa.adult.no_contact")
    : adult[mark]
      ? undefined
      : say(mark === "may_collect" ? "pwa.adult.not_collect" : "pwa.adult.not_told");
  return { value: adult.id, label: <bdi>{adult.name}</bdi>, about: sayCode("pwa.relation.", adult.relationship), not };
}

/**
 * Letting the device go home: with a named adult who may collect, when the policy's condition holds, never to the child.
 *
 * Policy: phones.release (AR 9.3/9, BG 9.3/12).
 */
export function Release(props: Panel) {
  const { of } = props;
  const ruling = of.rulings.release;
  const [adult, setAdult] = useState("");
  const go = useAction(async (intent, body: { adult: string } | { child: true }) => {
    try {
      props.put(await post("/api/confiscations/{id}/release", { path: { id: of.id }, body }, intent));
    } catch (no) {
      // Somebody else was first: show the record as it is now, under what the server said.
      const problem = problemIn(no);
      if (problem.kind === "conflict") props.again(problem);
      throw no;
    }
  });
  return (
    <Card title={say("pwa.release.title")}>
      {ruling.verdict !== "allowed" && <RulingBox of={ruling} />}
      {ruling.verdict === "allowed" && (
        <form
          class="stack"
          onSubmit={event => {
            event.preventDefault();
            if (adult) void go.run({ adult });
          }}
        >
          {of.adults.length === 0 ? (
            <p>{say("pwa.release.no_adults")}</p>
          ) : (
            <Choice
              legend={say("pwa.release.who")}
              value={adult}
              onValue={setAdult}
              options={of.adults.map(one => adultOption(one, "may_collect"))}
            />
          )}
          {of.adults.length > 0 && (
            <Button
              look="go"
              type="submit"
              wide
              symbol="check"
              busy={go.busy}
              not={adult ? undefined : say("pwa.release.choose_first")}
            >
              {say("pwa.release.go")}
            </Button>
          )}
          {ruling.why && <WhyBox why={ruling.why} />}
        </form>
      )}
      {go.problem && go.problem.kind !== "conflict" && <Problem of={go.problem} retry={go.retry} />}
      <p>
        <Button look="quiet" busy={go.busy} onPress={() => go.run({ child: true })}>
          {say("pwa.release.child_asks")}
        </Button>
      </p>
    </Card>
  );
}
