import { useLocation } from "preact-iso";
import { say } from "../../i18n/say";
import { Card } from "../../parts/card/Card";
import { firstPlace } from "../../parts/shell/places";
import { Screen } from "../../parts/shell/Screen";
import { door, session } from "../../session";
import { useStore } from "../../store";
import { FamilyDoor, standalone } from "../family/Door";
import { SignInForm } from "./SignInForm";

/** The door. It stands at whatever address was asked for, and leads there. */
export default function SignIn() {
  const school = useStore(door);
  const { path, query, route } = useLocation();
  // On a home screen it is a family's app more often than not, and it opens signed out.
  const app = standalone() && path !== "/sign-in";
  return (
    <Screen title={say("pwa.sign_in.title")} narrow focused>
      {app && <FamilyDoor />}
      <Card title={app ? say("family.door.staff") : undefined}>
        <SignInForm
          school={school?.slug ?? query.school}
          onDone={() => {
            const me = session.get();
            if (me && (path === "/sign-in" || path === "/")) route(firstPlace(me), true);
          }}
        />
      </Card>
      {!app && <FamilyDoor />}
    </Screen>
  );
}
