import { LocationProvider } from "preact-iso";
import { hall } from "../../../test/unit/people";
import { session } from "../../session";
import { Nav } from "./Nav";
import { Screen } from "./Screen";

export const examples = {
  "signed in": () => {
    session.set(hall);
    return (
      <LocationProvider>
        <Screen title="Phones in">
          <p>…</p>
        </Screen>
        <Nav />
      </LocationProvider>
    );
  },
  "nobody there": () => {
    session.set(null);
    return (
      <LocationProvider>
        <Screen title="Sign in">
          <p>…</p>
        </Screen>
        <Nav />
      </LocationProvider>
    );
  },
};
