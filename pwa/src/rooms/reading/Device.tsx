import { useState } from "preact/hooks";
import { read } from "../../api/send";
import { moment } from "../../i18n/dates";
import { say, sayCode } from "../../i18n/say";
import { Field } from "../../parts/field/Field";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { now } from "../../session";
import { useLoad } from "../../use/load";
import { ActDialog, type Step } from "./ActDialog";

/** It is about a device that the school keeps: from then on nobody gets that back before the team says so. */
export function JoinDevice(props: Step) {
  const [device, choose] = useState("");
  const list = useLoad("kept", signal => read("/api/confiscations", { query: { open: true } }, signal));
  const items = list.data?.items ?? [];
  const none = list.data && items.length === 0;
  return (
    <ActDialog
      {...props}
      what="device"
      title={say("reading.device.title")}
      about={say("reading.device.about")}
      go={say("reading.device.go")}
      body={device ? { confiscation: device } : say(none ? "reading.device.none" : "reading.device.first")}
      final
    >
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={2} />}
      {none && <p role="status">{say("reading.device.none")}</p>}
      {items.length > 0 && (
        <Field
          as="select"
          label={say("reading.device.choose")}
          value={device}
          onValue={choose}
          options={[
            { value: "", label: say("pwa.choose") },
            ...items.map(one => ({
              value: one.id,
              label: say("reading.device.item", {
                Kind: sayCode("pwa.kind.", one.kind),
                Name: one.pupil.name,
                Class: one.pupil.class,
                When: moment(one.at, now()),
              }),
            })),
          ]}
        />
      )}
    </ActDialog>
  );
}
