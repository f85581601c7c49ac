import { useState } from "preact/hooks";
import { Say, say, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { useStore } from "../../store";
import { wasCutOff } from "./cut-off";
import { refusedDrafts, settledDrafts, waitingDrafts } from "./drafts";
import { Frame } from "./Frame";
import { BANDS, type Band, useTelling } from "./form";
import { Numbers, numbersAloud } from "./Numbers";
import { Picture } from "./Picture";
import { aloudOf, type Shared } from "./shared";
import { whenRead } from "./when";

const WHO = {
  eyfs: "tell.who.eyfs",
  ks1: "tell.who.ks1",
  ks2: "tell.who.ks2",
  adult: "tell.who.adult",
} as const satisfies Record<Band, string>;

/** What was being sent when this page was loaded again arrives by itself; its five words are lost. */
function useGoesBySelf(): boolean {
  const waiting = useStore(waitingDrafts);
  const settled = useStore(settledDrafts);
  const [cutOff] = useState(wasCutOff);
  return cutOff && (waiting > 0 || Object.values(settled).includes("taken"));
}

/** What to do now, when school reads it, that it is no secret, and then who is there. The numbers wait for nothing. */
export function First(props: Shared) {
  const { door } = props;
  const { tag } = useSpoken();
  const [, change] = useTelling();
  const goes = useGoesBySelf();
  const refused = useStore(refusedDrafts);
  const closed = door.said && !door.said.open;
  const when = whenRead(door);
  const aloud = aloudOf(
    say("tell.danger.title"),
    say("tell.danger.call"),
    say("tell.first.lead"),
    refused > 0 && say("tell.refused"),
    goes && say("tell.reloaded"),
    numbersAloud(door),
    ...(closed
      ? [say("tell.closed.title"), say("tell.closed.about")]
      : [when, say("tell.read.night"), say("tell.secret"), say("tell.who.title"), ...BANDS.map(one => say(WHO[one]))]),
    say("tell.who.again"),
  );
  return (
    <Frame {...props} whole title={say("tell.title")} place={door.name} aloud={aloud}>
      <p class="lead">{say("tell.first.lead")}</p>
      {refused > 0 && <p class="child-note">{say("tell.refused")}</p>}
      {goes && <p class="child-note">{say("tell.reloaded")}</p>}
      <Numbers door={door} />
      {closed ? (
        <Card title={say("tell.closed.title")} tone="sun">
          <p>{say("tell.closed.about")}</p>
        </Card>
      ) : (
        <Card>
          <p>
            <b>
              {door.name ? <Say k="tell.first.here" with={{ School: door.name }} /> : say("tell.first.here_school")}
            </b>{" "}
            {when} {say("tell.read.night")}
          </p>
          <p>{say("tell.secret")}</p>
        </Card>
      )}
      {!closed && (
        <section class="who-are-you">
          <h2>{say("tell.who.title")}</h2>
          {BANDS.map(band => (
            <button key={band} type="button" onClick={() => change({ moment: "form", band, step: "about" })}>
              <Picture of={band} />
              <span>{say(WHO[band])}</span>
            </button>
          ))}
        </section>
      )}
      <Button look="plain" wide symbol="undo" onPress={() => change({ moment: "back" })}>
        {say("tell.who.again")}
      </Button>
      <p>
        {/* Outside the app: what stands there needs no script. */}
        <a class="more-help" href={`/s/${door.slug}/help?lang=${tag}`}>
          {say("tell.first.more")}
        </a>
      </p>
      <p class="quietly">{say("tell.leave_key")}</p>
      <p class="quietly">{say("tell.history")}</p>
    </Frame>
  );
}
