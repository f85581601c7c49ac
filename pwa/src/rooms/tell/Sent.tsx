import { Say, say, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { ReadAloud } from "../../parts/read-aloud/ReadAloud";
import { useStore } from "../../store";
import { DangerFirst } from "./Child";
import { settledDrafts } from "./drafts";
import { FiveWords } from "./FiveWords";
import { Frame } from "./Frame";
import { useTelling } from "./form";
import { finish } from "./leave";
import { Numbers } from "./Numbers";
import { useOwnVoice } from "./own-voice";
import { aloudOf, type Shared } from "./shared";
import { whenRead } from "./when";
import { useWords } from "./words";

const TITLES = {
  sent: "tell.sent.title",
  kept: "tell.kept.title",
  refused: "tell.refused_title",
  practised: "tell.practice.done",
} as const;

/** What became of it, said truly; the five words to come back with; what can happen next. */
export function Sent(props: Shared) {
  const { door } = props;
  const { tag } = useSpoken();
  const [{ became }, change] = useTelling();
  const words = useWords();
  const settled = useStore(settledDrafts)[became?.operation ?? ""];
  const own = useOwnVoice(tag);
  if (!became) return null;
  const { danger } = became;
  // What was kept may have arrived while somebody still looks at this screen, or have been refused.
  const how = settled === "taken" ? "sent" : (settled ?? became.how);
  const receipt = how === "refused" ? "" : became.receipt;
  const five = words?.say(tag, receipt) ?? [];
  const aloud = aloudOf(
    say(TITLES[how]),
    danger && say("tell.danger.still"),
    how === "refused" && say("tell.refused"),
    ...(how === "kept" ? [say("tell.kept.about"), say("tell.kept.help")] : []),
    ...(how === "practised" ? [say("tell.practice.nothing_sent"), say("tell.practice.lesson")] : []),
    ...(how === "sent" ? [say("tell.sent.about"), whenRead(door), say("tell.read.night")] : []),
    ...(receipt
      ? [say("tell.receipt.title"), ...(own ? five : []).map(one => one.word), say("tell.receipt.about")]
      : []),
    ...(how === "practised" ? [] : [say("tell.next_title"), say("tell.next_about"), say("tell.secret")]),
  );
  return (
    <Frame {...props} title={say(TITLES[how])} place={door.name} aloud={aloud}>
      {danger && <DangerFirst says="tell.danger.still" />}
      {how === "refused" && <p class="child-note">{say("tell.refused")}</p>}
      {how === "kept" && (
        <>
          <p class="child-note">{say("tell.kept.about")}</p>
          <p>{say("tell.kept.help")}</p>
          <Numbers door={door} short />
        </>
      )}
      {how === "practised" && <Practised />}
      {how === "sent" && (
        <p>
          {say("tell.sent.about")} {whenRead(door)} {say("tell.read.night")}
        </p>
      )}
      {receipt && (
        <section class="receipt" aria-labelledby="five">
          <h2 id="five">{say("tell.receipt.title")}</h2>
          <FiveWords receipt={receipt} />
          <div class="side">
            {own && <ReadAloud text={five.map(one => one.word).join(". ")} lang={tag} />}
            <Button small symbol="print" onPress={() => print()}>
              {say("pwa.print")}
            </Button>
          </div>
          <p>{say("tell.receipt.about")}</p>
          {how !== "practised" && (
            <p>
              <Say
                k="tell.receipt.where"
                with={{ Address: <bdi dir="ltr">{`${location.host}/s/${door.slug}/page`}</bdi> }}
              />
            </p>
          )}
          <p class="quietly">{say("tell.receipt.lost")}</p>
          {how === "kept" && <p class="quietly">{say("tell.kept.words")}</p>}
        </section>
      )}
      {how !== "practised" && (
        <Card title={say("tell.next_title")}>
          <p>{say("tell.next_about")}</p>
          <p>{say("tell.secret")}</p>
        </Card>
      )}
      {how !== "kept" && <Numbers door={door} short />}
      {how === "practised" && (
        <Button wide onPress={() => change({ moment: "back", typed: five.map(one => one.word).join(" ") })}>
          {say("tell.practice.back")}
        </Button>
      )}
      <Button look="go" wide onPress={finish}>
        {say("tell.finish")}
      </Button>
    </Frame>
  );
}

function Practised() {
  return (
    <Card tone="sun">
      <p>{say("tell.practice.nothing_sent")}</p>
      <p>{say("tell.practice.lesson")}</p>
    </Card>
  );
}
