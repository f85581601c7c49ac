import type { AnyComponent } from "preact";
import { useEffect } from "preact/hooks";
import { ErrorBoundary, LocationProvider, Route, Router, useLocation } from "preact-iso";
import { say, useSpoken } from "./i18n/say";
import { Button } from "./parts/button/Button";
import { Empty } from "./parts/empty/Empty";
import { Nav } from "./parts/shell/Nav";
import { firstPlace } from "./parts/shell/places";
import { Screen } from "./parts/shell/Screen";
import { unreached } from "./reach";
import { SignInAgain } from "./rooms/access/SignInAgain";
import { ClockBar } from "./rooms/demo/ClockBar";
import { UpdateBar } from "./rooms/update/UpdateBar";
import { closed, routes, screenFor } from "./routes";
import { useSession } from "./session";
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

/** The whole: the screen of the address, the bar, and what may lie over both. */
export function App() {
  const me = useSession();
  const spoken = useSpoken();
  useStore(unreached);
  return (
    <LocationProvider scope={OURS}>
      <ErrorBoundary>
        <div class="page" key={spoken.tag}>
          <a class="button plain skip" href="#main">
            {say("pwa.skip")}
          </a>
          {me?.demo && <ClockBar />}
          <UpdateBar />
          <Router>
            {routes.map(one => (
              <Route key={one.at} path={one.at} component={(screenFor(one, me) ?? NotHere) as AnyComponent} />
            ))}
            <Route path="/" component={(me ? Begin : closed()) as AnyComponent} />
            <Route default component={(me ? NotHere : closed()) as AnyComponent} />
          </Router>
          <Nav />
        </div>
        <SignInAgain />
      </ErrorBoundary>
    </LocationProvider>
  );
}
