import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { say } from "../../i18n/say";
import { Card } from "../../parts/card/Card";
import { firstPlace } from "../../parts/shell/places";
import { Screen } from "../../parts/shell/Screen";
import { door, session } from "../../session";
import { useStore } from "../../store";
import { FamilyDoor, standalone } from "../family/Door";
import { knocked } from "../family/onward";
import { rememberedSchool, SignInForm } from "./SignInForm";

/** The door. It stands at whatever address was asked for, and leads there. */
export default function SignIn() {
  const school = useStore(door);
  const { path, query, route } = useLocation();
  useEffect(() => knocked(path), [path]);
  // Families first, where nobody says otherwise: the app on a home screen opens signed out, and so does a parent's
  // browser. A machine at which staff signed in before, and the address /sign-in, are staff's.
  const families = path !== "/sign-in" && (standalone() || !rememberedSchool());
  return (
    <Screen title={say("pwa.sign_in.title")} narrow focused>
      {families && <FamilyDoor />}
      <Card title={families ? say("family.door.staff") : undefined}>
        <SignInForm
          focus={!families}
          school={school?.slug ?? query.school}
          onDone={() => {
            const me = session.get();
            if (me && (path === "/sign-in" || path === "/")) route(firstPlace(me), true);
          }}
        />
      </Card>
      {!families && <FamilyDoor />}
    </Screen>
  );
}
