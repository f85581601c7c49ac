import { useState } from "preact/hooks";
import type { DeskPupil } from "../../../api/types";
import { Say, say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Choice } from "../../../parts/choice/Choice";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Field } from "../../../parts/field/Field";
import { KindIcon } from "../../../parts/icon/Icon";
import { useMe } from "../../../session";
import type { About } from "./moves";

/** The most characters of a label, a colour or a condition (custody.MarkLength). */
const MOST = 60;

/**
 * For when one press is not enough: another device of the child's, a tablet instead of a phone, a crack to be noted. What
 * tells it from the one beside it is all that is ever kept of a device.
 */
export function OtherDevice(props: { pupil: DeskPupil; onClose: () => void; onHandIn: (about: About) => void }) {
  const { pupil } = props;
  const me = useMe();
  const known = pupil.devices.filter(device => device.state === "with_child");
  const [which, setWhich] = useState(known[0]?.id ?? "");
  const [kind, setKind] = useState<string>(me.phones.kinds[0] ?? "phone");
  const [label, setLabel] = useState("");
  const [colour, setColour] = useState("");
  const [condition, setCondition] = useState("");
  const fresh = which === "";
  return (
    <Dialog title={<Say k="pwa.other.title" with={{ Name: pupil.name }} />} onClose={props.onClose}>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          const seen = condition.trim() && { condition: condition.trim() };
          props.onHandIn(
            fresh
              ? {
                  kind,
                  ...(label.trim() && { label: label.trim() }),
                  ...(colour.trim() && { colour: colour.trim() }),
                  ...seen,
                }
              : { device: which, ...seen },
          );
        }}
      >
        {known.length > 0 && (
          <Choice
            legend={say("pwa.other.which")}
            value={which}
            onValue={setWhich}
            options={[
              ...known.map(device => ({
                value: device.id,
                label: <bdi>{device.label || sayCode("pwa.kind.", device.kind)}</bdi>,
                about: device.colour,
                symbol: <KindIcon kind={device.kind} />,
              })),
              { value: "", label: say("pwa.other.new") },
            ]}
          />
        )}
        {fresh && (
          <>
            <Choice
              small
              legend={say("pwa.other.kind")}
              value={kind}
              onValue={setKind}
              options={me.phones.kinds.map(one => ({
                value: one,
                label: sayCode("pwa.kind.", one),
                symbol: <KindIcon kind={one} />,
              }))}
            />
            <Field
              label={say("pwa.other.label")}
              hint={say("pwa.other.label_hint")}
              value={label}
              onValue={setLabel}
              max={MOST}
            />
            <Field label={say("pwa.other.colour")} value={colour} onValue={setColour} max={MOST} />
          </>
        )}
        <Field
          label={say("pwa.other.condition")}
          hint={say("pwa.other.condition_hint")}
          value={condition}
          onValue={setCondition}
          max={MOST}
        />
        <Button look="go" type="submit" wide>
          {say("pwa.desk.hand_in")}
        </Button>
      </form>
    </Dialog>
  );
}
