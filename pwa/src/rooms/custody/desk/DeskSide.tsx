import { useState } from "preact/hooks";
import type { Desk } from "../../../api/types";
import { seconds } from "../../../i18n/dates";
import { Say, say, sayMany } from "../../../i18n/say";
import { Chips } from "../../../parts/chips/Chips";
import { Count } from "../../../parts/count/Count";
import { Undo } from "../../../parts/toast/Toast";
import { Zebra } from "../../../parts/zebra/Zebra";
import { here } from "../../../session";
import type { Move, Way } from "./model";
import type { About, Underway } from "./moves";

/** Beside the list: the last slot in large figures with its undo, how far the morning is, and what just happened. */
export function DeskSide(props: {
  desk: Desk;
  way: Way;
  last: { pupil: string; move: Move } | undefined;
  underway: ReadonlyMap<string, Underway>;
  onMove: (pupil: string, move: Move, about?: About) => Promise<boolean>;
  onWay: (way: Way) => void;
}) {
  const { desk, way, last } = props;
  const pupil = last && desk.pupils.find(one => one.id === last.pupil);
  const device = pupil?.devices.find(one => one.undo_until);
  const [over, setOver] = useState("");
  const gone = desk.expected - desk.held;
  return (
    <aside class="desk-side" aria-label={say("pwa.desk.side")}>
      <div class="desk-way">
        <Chips
          label={say("pwa.desk.way")}
          value={way}
          onValue={value => props.onWay(value as Way)}
          options={[
            { value: "in", label: say("pwa.desk.way_in") },
            { value: "out", label: say("pwa.desk.way_out") },
          ]}
        />
      </div>
      <div class="desk-last" role="status">
        {pupil && device?.undo_until && device.undo_until !== over && (
          <>
            <span class="words">
              <b>
                <bdi>{pupil.name}</bdi>
              </b>
              <span class="muted">{say(device.state === "handed_in" ? "pwa.desk.slot" : "pwa.desk.given_back")}</span>
            </span>
            {device.state === "handed_in" && <span class="slot">{device.slot}</span>}
            <Undo
              until={here(device.undo_until)}
              busy={props.underway.get(pupil.id)?.busy ?? false}
              label={say("pwa.desk.for", { Action: say("pwa.desk.undo"), Name: pupil.name })}
              onUndo={() => void props.onMove(pupil.id, "undo", { device: device.id })}
              onOver={() => device.undo_until && setOver(device.undo_until)}
            />
          </>
        )}
      </div>
      <div class="desk-count">
        <Count label={say(way === "in" ? "pwa.desk.handed_in" : "pwa.desk.still_here")} value={desk.held}>
          {way === "in"
            ? desk.expected > 0 && sayMany("pwa.desk.of_about", desk.expected)
            : desk.uncollected > 0 && sayMany("pwa.desk.late", desk.uncollected)}
        </Count>
        <Zebra
          done={way === "in" ? desk.held : gone}
          of={desk.expected}
          label={say(way === "in" ? "pwa.desk.handed_in" : "pwa.desk.gone")}
        />
      </div>
      <section class="desk-recent stack">
        <h2>{say("pwa.desk.just_now")}</h2>
        {desk.recent.length === 0 && <p class="muted">{say("pwa.desk.nothing_yet")}</p>}
        <ol>
          {desk.recent.map(one => (
            <li key={one.pupil + one.at}>
              <span class="muted">{seconds(one.at)}</span>{" "}
              {one.slot ? (
                <Say k="pwa.desk.recent_in" with={{ Name: one.name, Slot: one.slot }} />
              ) : (
                <Say k="pwa.desk.recent_out" with={{ Name: one.name }} />
              )}
            </li>
          ))}
        </ol>
      </section>
    </aside>
  );
}
