import { useState } from "preact/hooks";
import { say } from "../../../i18n/say";
import { Chips } from "../../../parts/chips/Chips";
import { Screen } from "../../../parts/shell/Screen";
import { may, useMe } from "../../../session";
import { Exceptions } from "./Exceptions";
import { Lessons } from "./Lessons";

/** Leave that the policy leaves to people: a child who may keep a phone, a lesson that uses them. */
export default function Permissions() {
  const me = useMe();
  const decides = may(me, "exceptions");
  const [tab, setTab] = useState(decides ? "children" : "lessons");
  return (
    <Screen title={say("pwa.leave.title")} narrow>
      {decides && (
        <Chips
          label={say("pwa.leave.which")}
          value={tab}
          onValue={setTab}
          options={[
            { value: "children", label: say("pwa.leave.children") },
            { value: "lessons", label: say("pwa.leave.lessons") },
          ]}
        />
      )}
      {tab === "children" ? <Exceptions /> : <Lessons decides={decides} asks={may(me, "today_class")} />}
    </Screen>
  );
}
