import { render } from "@testing-library/preact";
import type { VNode } from "preact";
import { LocationProvider, Route, Router } from "preact-iso";
import type { SaidMe, Someone } from "../../src/api/types";
import { enter } from "../../src/session";

/** Draws a screen as that person at that address, `path` being its pattern. */
export function draw(Screen: () => VNode | null, me: Someone | SaidMe, address = "/", path = address) {
  history.replaceState(null, "", address);
  enter(me);
  return render(
    <LocationProvider>
      <Router>{[<Route key={path} path={path} component={Screen} />]}</Router>
    </LocationProvider>,
  );
}
