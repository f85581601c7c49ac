import { useState } from "preact/hooks";
import { post } from "../../../api/send";
import type { DeskPupil, OpenedConfiscation } from "../../../api/types";
import { Say, say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Chips } from "../../../parts/chips/Chips";
import { Choice } from "../../../parts/choice/Choice";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Field } from "../../../parts/field/Field";
import { Icon, KindIcon } from "../../../parts/icon/Icon";
import { Problem } from "../../../parts/problem/Problem";
import { useMe } from "../../../session";
import { useAction } from "../../../use/action";

const REMEMBERED = "lollipop.stored";

/** Where a device mostly lies: the place of the last time, and two that many schools have. Typing takes too long. */
const places = (last: string) =>
  [...new Set([last, say("pwa.take.where_safe"), say("pwa.take.where_drawer")])].filter(one => one !== "");

/**
 * Keeping a child's device, in ten seconds: why (the policy's own grounds), where it lies, done. Where the policy leaves
 * telling the parents to a decision, it is asked here; where the ground sets the safeguarding hold, what that means is
 * said before, and nothing is asked.
 *
 * Policy: phones.confiscation_grounds (AR 9.3/8, BG 9.3/9), phones.parents_told (AR 9.3/10).
 */
export function Taking(props: { pupil: DeskPupil; onClose: () => void; onDone: (made: OpenedConfiscation) => void }) {
  const { pupil } = props;
  const { phones } = useMe();
  const here = pupil.devices.filter(one => one.state === "with_child" || one.state === "handed_in");
  // What is handed in already is seldom what rings in class: then it is another one until somebody says otherwise.
  const [device, setDevice] = useState(here.find(one => one.state === "with_child")?.id ?? "");
  const choosing = here.length > 1 || here[0]?.state === "handed_in";
  const [kind, setKind] = useState<string>(phones.kinds[0] ?? "phone");
  const [ground, setGround] = useState("");
  const [last] = useState(localStorage.getItem(REMEMBERED) ?? "");
  const [stored, setStored] = useState(last);
  const [tell, setTell] = useState("");
  const [reason, setReason] = useState("");
  const holds = phones.hold_grounds.some(one => one === ground);
  const asks = phones.parents_told === "decision" && ground !== "" && !holds;
  const ready =
    ground !== "" && stored.trim() !== "" && (!asks || tell === "yes" || (tell === "not_yet" && reason.trim() !== ""));
  const take = useAction(async intent => {
    const body = {
      pupil: pupil.id,
      ...(device ? { device } : { kind, another: pupil.devices.length > 0 }),
      ground,
      stored: stored.trim(),
      ...(asks && { tell_parents: tell as "yes" | "not_yet" }),
      ...(asks && tell === "not_yet" && { reason: reason.trim() }),
    };
    const made = await post("/api/confiscations", { body }, intent);
    // The place, for the next time: where this school's cupboard is, and nothing about a child.
    localStorage.setItem(REMEMBERED, stored.trim());
    props.onDone(made);
  });
  return (
    <Dialog title={<Say k="pwa.take.title" with={{ Name: pupil.name }} />} onClose={props.onClose}>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          if (ready) void take.run();
        }}
      >
        <Choice
          legend={say("pwa.take.why")}
          value={ground}
          onValue={setGround}
          options={phones.grounds.map(one => ({ value: one, label: sayCode("pwa.ground.", one) }))}
        />
        {holds && (
          <Card tone="sun">
            <p class="side">
              <Icon name="shield" />
              <b class="grow">{say("pwa.take.hold_title")}</b>
            </p>
            <ul class="plain-list">
              <li>{say("pwa.take.hold_do_not_look")}</li>
              <li>{say("pwa.take.hold_kept")}</li>
              <li>{say("pwa.take.hold_told")}</li>
            </ul>
          </Card>
        )}
        <Field label={say("pwa.take.where")} value={stored} onValue={setStored} required max={60} />
        <Chips
          label={say("pwa.take.where_often")}
          value={stored}
          onValue={setStored}
          options={places(last).map(one => ({ value: one, label: one }))}
        />
        {asks && (
          <Choice
            legend={say("pwa.take.tell")}
            value={tell}
            onValue={setTell}
            options={[
              { value: "yes", label: say("pwa.take.tell_yes"), about: say("pwa.take.tell_yes_about") },
              { value: "not_yet", label: say("pwa.take.tell_not_yet") },
            ]}
          />
        )}
        {asks && tell === "not_yet" && (
          <Field as="lines" label={say("pwa.take.because")} value={reason} onValue={setReason} required max={400} />
        )}
        {choosing && (
          <Choice
            small
            legend={say("pwa.take.which")}
            value={device}
            onValue={setDevice}
            options={[
              ...here.map(one => ({
                value: one.id,
                label: <bdi>{one.label || sayCode("pwa.kind.", one.kind)}</bdi>,
                about: one.state === "handed_in" ? say("pwa.class.at_office") : undefined,
                symbol: <KindIcon kind={one.kind} />,
              })),
              { value: "", label: say("pwa.other.new") },
            ]}
          />
        )}
        {device === "" && (
          <Field
            as="select"
            label={say("pwa.other.kind")}
            value={kind}
            onValue={setKind}
            options={phones.kinds.map(one => ({ value: one, label: sayCode("pwa.kind.", one) }))}
          />
        )}
        {take.problem && <Problem of={take.problem} retry={take.retry} />}
        <Button
          look="go"
          type="submit"
          wide
          symbol="kept"
          busy={take.busy}
          not={ready ? undefined : say("pwa.take.not_ready")}
        >
          {say("pwa.take.go")}
        </Button>
      </form>
    </Dialog>
  );
}
