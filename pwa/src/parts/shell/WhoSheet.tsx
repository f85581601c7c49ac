import { type ComponentType, render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { forget } from "../../api/link";
import { post } from "../../api/send";
import { choose } from "../../boot";
import { Say, say, useSpoken } from "../../i18n/say";
import { tellOthers } from "../../others";
import { languages, useMe } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import { Button } from "../button/Button";
import { Choice } from "../choice/Choice";
import { Dialog } from "../dialog/Dialog";
import { Problem } from "../problem/Problem";

/** Whether this device may show something when it is rung: what rings is fetched only then. */
const mayRing = () => globalThis.Notification?.permission === "granted";

async function leaveBell(): Promise<void> {
  if (mayRing()) await import("../../rooms/courier/ringing").then(device => device.leaveBell()).catch(() => undefined);
}

/** Leaves the person behind: nothing of theirs stays on the screen, nor in a page that the browser keeps for "back". */
function leave(): void {
  tellOthers();
  const place = document.getElementById("app");
  if (place) render(null, place);
  forget();
  location.assign("/");
}

/** What signing out ends, where this device rings for whoever is here. */
function OutHint() {
  const [fetched, set] = useState<{ Hint: ComponentType }>();
  useEffect(() => {
    let here = true;
    if (mayRing()) {
      import("../../rooms/bell/OutHint").then(
        room => here && set({ Hint: room.default }),
        () => undefined,
      );
    }
    return () => {
      here = false;
    };
  }, []);
  return fetched ? <fetched.Hint /> : null;
}

/** Who is signed in here, their school, the language, and the ways out. */
export function WhoSheet(props: { onClose: () => void }) {
  const me = useMe();
  const spoken = useSpoken();
  const { route } = useLocation();
  const offered = useStore(languages);
  const out = useAction(async (intent, everywhere: boolean) => {
    await leaveBell();
    await post(everywhere ? "/api/sign-out-everywhere" : "/api/sign-out", { body: {} }, intent);
    leave();
  });
  const pick = useAction(async (_intent, tag: string) => {
    const found = offered.find(one => one.tag === tag);
    if (found) await choose(found);
  });
  return (
    <Dialog title={<bdi>{me.person.name}</bdi>} onClose={props.onClose}>
      <p>
        <Say k="pwa.who.at" with={{ School: me.school.name }} />
        <br />
        <a href={`tel:${me.school.phone.replaceAll(" ", "")}`} dir="ltr">
          {me.school.phone}
        </a>
      </p>
      {offered.length > 1 && (
        <Choice
          small
          legend={say("pwa.who.language")}
          value={spoken.tag}
          onValue={pick.run}
          options={offered.map(one => ({
            value: one.tag,
            label: (
              <bdi lang={one.tag} dir={one.dir}>
                {one.name}
              </bdi>
            ),
          }))}
        />
      )}
      {pick.problem && <Problem of={pick.problem} retry={pick.retry} />}
      <Button
        look="plain"
        onPress={() => {
          props.onClose();
          route("/passphrase");
        }}
      >
        {say("pwa.who.passphrase")}
      </Button>
      <Button
        look="plain"
        onPress={() => {
          props.onClose();
          route("/factor");
        }}
      >
        {say("pwa.who.factor")}
      </Button>
      <OutHint />
      {out.problem && <Problem of={out.problem} retry={out.retry} />}
      <Button look="go" symbol="out" busy={out.busy} onPress={() => out.run(false)}>
        {say("pwa.who.sign_out")}
      </Button>
      <div class="stack">
        <p class="muted">{say("pwa.who.everywhere_hint")}</p>
        <Button look="plain" busy={out.busy} onPress={() => out.run(true)}>
          {say("pwa.who.sign_out_everywhere")}
        </Button>
      </div>
    </Dialog>
  );
}
