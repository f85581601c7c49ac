import { why } from "../why-box/examples";
import { Problem } from "./Problem";

export const examples = {
  offline: () => <Problem of={{ status: 0, kind: "offline", title: "No network." }} retry={() => undefined} />,
  refused: () => <Problem of={{ status: 403, kind: "denied", title: "Only to a grown-up.", why }} />,
  waits: () => (
    <Problem of={{ status: 409, kind: "not_yet", title: "From 15:15.", why, from: "2026-11-23T15:15:00Z" }} />
  ),
  parts: () => (
    <Problem
      of={{
        status: 422,
        kind: "invalid",
        title: "Some of it is wrong.",
        parts: [{ field: "name", title: "No name." }],
      }}
    />
  ),
};
