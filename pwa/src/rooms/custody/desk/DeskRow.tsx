import { useState } from "preact/hooks";
import type { DeskPupil } from "../../../api/types";
import { say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { KindIcon } from "../../../parts/icon/Icon";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Row } from "../../../parts/rows/Rows";
import { Undo } from "../../../parts/toast/Toast";
import { here } from "../../../session";
import { aboutOf, type Move, mainMove, type Way } from "./model";
import type { About, Underway } from "./moves";

/** One child at the desk: where their device is, and the one press that changes it. */
export function DeskRow(props: {
  pupil: DeskPupil;
  way: Way;
  chosen: boolean;
  underway: Underway | undefined;
  onMove: (move: Move, about?: About) => void;
  onMore: () => void;
}) {
  const { pupil, way, underway, onMove } = props;
  const { device } = pupil;
  const [over, setOver] = useState("");
  const undo = device?.undo_until && device.undo_until !== over ? device.undo_until : undefined;
  const busy = underway?.busy ?? false;
  const main = mainMove(pupil, way);
  const named = (words: string) => say("pwa.desk.for", { Action: words, Name: pupil.name });
  return (
    <>
      <Row
        name={pupil.name}
        about={
          <>
            <bdi>{pupil.class}</bdi>
            {device && device.kind !== "phone" && ` · ${sayCode("pwa.kind.", device.kind)}`}
            {device?.label && (
              <>
                {" · "}
                <bdi>{device.label}</bdi>
              </>
            )}
          </>
        }
        tone={device?.state === "handed_in" ? "in" : undefined}
        chosen={props.chosen}
        symbol={device && device.kind !== "phone" ? <KindIcon kind={device.kind} /> : undefined}
      >
        {pupil.keeps && device?.state !== "handed_in" && <Pill symbol="keeps">{say("pwa.desk.keeps")}</Pill>}
        {device?.state === "handed_in" && (
          <Pill tone={device.late ? "due" : "ok"} symbol={device.late ? "wait" : "check"}>
            {say("pwa.desk.in_slot", { Slot: device.slot ?? 0 })}
          </Pill>
        )}
        {device?.state === "confiscated" && (
          <Pill tone="bad" symbol="kept">
            {say("pwa.desk.confiscated")}
          </Pill>
        )}
        {device?.state === "with_police" && <Pill tone="bad">{say("pwa.desk.with_police")}</Pill>}
        {device?.state === "with_child" && undo && <Pill tone="ok">{say("pwa.desk.given_back")}</Pill>}
        {undo && device && (
          <Undo
            until={here(undo)}
            busy={busy}
            label={named(say("pwa.desk.undo"))}
            onUndo={() => onMove("undo", { device: device.id })}
            onOver={() => setOver(undo)}
          />
        )}
        {!undo && way === "in" && device?.state === "handed_in" && (
          <Button
            look="quiet"
            busy={busy}
            label={named(say("pwa.desk.collect"))}
            onPress={() => onMove("collect", aboutOf(pupil, "collect"))}
          >
            {say("pwa.desk.collect")}
          </Button>
        )}
        {main && !(undo && device?.state === "with_child") && (
          <>
            {main === "hand-in" && (
              <Button look="quiet" symbol="more" label={named(say("pwa.desk.other"))} onPress={props.onMore}>
                <span class="unseen">{say("pwa.desk.other")}</span>
              </Button>
            )}
            <span class="main-move">
              <Button
                look={pupil.keeps ? "plain" : "go"}
                wide
                busy={busy}
                label={named(say(main === "hand-in" ? "pwa.desk.hand_in" : "pwa.desk.collect"))}
                onPress={() => onMove(main, aboutOf(pupil, main))}
              >
                {say(main === "hand-in" ? "pwa.desk.hand_in" : "pwa.desk.collect")}
              </Button>
            </span>
          </>
        )}
      </Row>
      {underway?.problem && (
        <li>
          <Problem of={underway.problem} retry={underway.retry} />
        </li>
      )}
    </>
  );
}
