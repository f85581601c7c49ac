import type { AnyComponent } from "preact";
import { useEffect } from "preact/hooks";
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from "preact-iso";
import { TELLING } from "./boot";
import { say, useSpoken } from "./i18n/say";
import { Button } from "./parts/button/Button";
import { Empty } from "./parts/empty/Empty";
import { Nav } from "./parts/shell/Nav";
import { firstPlace } from "./parts/shell/places";
import { Screen } from "./parts/shell/Screen";
import { unreached } from "./reach";
import { SignInAgain } from "./rooms/access/SignInAgain";
import { ClockBar } from "./rooms/demo/ClockBar";
import { Over } from "./rooms/factor/Over";
import { Waiting } from "./rooms/reading/Waiting";
import { UpdateBar } from "./rooms/update/UpdateBar";
import { closed, routes, screenFor } from "./routes";
import { kindOf, useSession } from "./session";
import { useStore } from "./store";

/** Addresses that are the app's; the others (help, demo, files) are pages of Go's and load as such. */
const OURS = /^\/(?!s\/|help|demo|api\/|openapi)/;

function Begin() {
  const me = useSession();
  const { route } = useLocation();
  useEffect(() => {
    if (me) route(firstPlace(me), true);
  }, [me, route]);
  return null;
}

function NotHere() {
  return (
    <Screen title={say("pwa.not_here.title")} narrow>
      <Empty title={say("pwa.not_here.about")}>
        <Button look="go" href="/">
          {say("pwa.not_here.go")}
        </Button>
      </Empty>
    </Screen>
  );
}

/** A route with who is here: the router looks at its routes again when one of their plain properties changes. */
const Place = Route as unknown as AnyComponent<{ path?: string; default?: true; component: AnyComponent; who: string }>;

/** The whole: the screen of the address, the bar, and what may lie over both. */
export function App() {
  const me = useSession();
  const spoken = useSpoken();
  const nobodyCouldSay = useStore(unreached);
  // The form behind "Tell someone" stands alone: no bar leads out of it half written, and it is left by its own way out.
  const alone = TELLING.test(location.pathname);
  const who = me ? kindOf(me) : nobodyCouldSay ? "unknown" : "nobody";
  return (
    <LocationProvider scope={OURS}>
      <ErrorBoundary>
        <div class="page" key={spoken.tag}>
          <a class="button plain skip" href="#main">
            {say("pwa.skip")}
          </a>
          <Over />
          {me?.demo && <ClockBar />}
          {!alone && <UpdateBar />}
          <Waiting />
          <Router>
            {routes.map(one => (
              <Place key={one.at} path={one.at} component={(screenFor(one, me) ?? NotHere) as AnyComponent} who={who} />
            ))}
            <Place path="/" who={who} component={(me ? Begin : closed()) as AnyComponent} />
            <Place default who={who} component={(me ? NotHere : closed()) as AnyComponent} />
          </Router>
          {!alone && <Nav />}
        </div>
        <SignInAgain />
      </ErrorBoundary>
    </LocationProvider>
  );
}
