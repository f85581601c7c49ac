import type { Desk, DeskPupil, Recent } from "../../../api/types";
import { dayOf } from "../../../i18n/dates";

/** What the desk is doing: phones come in, or they go home. */
export type Way = "in" | "out";

/** Moves that a desk can make. */
export type Move = "hand-in" | "collect" | "undo";

const MOST_RECENT = 8;

/** The desk after the server's answer to a move: the row of that child, and every figure counted anew from the rows. */
export function applied(desk: Desk, row: DeskPupil): Desk {
  const pupils = desk.pupils.map(one =>
    // The answer to a move knows the devices, not the name: that stays as the desk had it.
    one.id === row.id ? { ...one, devices: row.devices, ...pick(row) } : one,
  );
  const devices = pupils.flatMap(one => one.devices);
  const today = dayOf(desk.now);
  const recent: Recent[] = pupils
    .flatMap(one => one.devices.map(device => ({ one, device })))
    .filter(({ device }) => dayOf(device.since) === today && (device.slot || device.undo_until))
    .map(({ one, device }) => ({
      at: device.since,
      pupil: one.id,
      name: one.name,
      state: device.state,
      ...(device.slot && { slot: device.slot }),
    }))
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, MOST_RECENT);
  return {
    ...desk,
    pupils,
    recent,
    held: devices.filter(device => device.state === "handed_in").length,
    uncollected: devices.filter(device => device.late).length,
    expected: pupils.filter(one => one.devices.length > 0).length,
  };
}

function pick(row: DeskPupil): Pick<DeskPupil, "device"> {
  return row.device ? { device: row.device } : {};
}

/** Which device a press is about: for a child with none or one, arriving says nothing and the server knows. */
export function aboutOf(pupil: DeskPupil, move: Move): { device?: string } {
  if (!pupil.device || (move === "hand-in" && pupil.devices.length < 2)) return {};
  return { device: pupil.device.id };
}

/** What one press does for a child now; nothing where the desk can do nothing. */
export function mainMove(pupil: DeskPupil, way: Way): Move | undefined {
  const state = pupil.device?.state ?? "with_child";
  if (state === "handed_in") return way === "out" ? "collect" : undefined;
  if (state === "with_child") return way === "in" ? "hand-in" : undefined;
  return undefined;
}

/**
 * Whether the morning or home time is shown first: home time after half past two, or from noon once something is late (a
 * short day). A phone left over from yesterday does not turn the morning round.
 */
export function wayAt(desk: Desk, clock: string): Way {
  return clock >= "14:30" || (desk.uncollected > 0 && clock >= "12:00") ? "out" : "in";
}
