import { useLocation } from "preact-iso";
import { say } from "../../i18n/say";
import { Chips } from "../../parts/chips/Chips";
import { Screen } from "../../parts/shell/Screen";
import { may, useMe } from "../../session";
import { Arrive } from "./Arrive";
import { addressOf, type Shown, shownIn, type View } from "./address";
import { List } from "./List";
import "./deliveries.css";

/** Messages to families: whom none has reached and what helps, everything that was sent, and how messages arrive. */
export default function Deliveries() {
  const me = useMe();
  const { query, route } = useLocation();
  const asked = shownIn(query);
  const views: readonly View[] = [
    ...(may(me, "deliveries") ? (["not_reached", "all"] as const) : []),
    ...(may(me, "figures") ? (["arrive"] as const) : []),
  ];
  const view = views.includes(asked.view) ? asked.view : (views[0] ?? "not_reached");
  const go = (next: Partial<Shown>) => route(addressOf({ ...asked, view, ...next }), true);
  return (
    <Screen title={say("delivery.title")}>
      {views.length > 1 && (
        <Chips
          label={say("delivery.view")}
          value={view}
          onValue={value => go({ view: value as View, page: 1 })}
          options={views.map(one => ({ value: one, label: say(LABELS[one]) }))}
        />
      )}
      {view === "arrive" ? (
        <Arrive days={asked.days} onDays={days => go({ days })} />
      ) : (
        <List key={view} shown={{ ...asked, view }} go={go} />
      )}
    </Screen>
  );
}

const LABELS = {
  not_reached: "delivery.view_not_reached",
  all: "delivery.view_all",
  arrive: "delivery.view_arrive",
} as const;
