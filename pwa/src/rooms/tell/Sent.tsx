import { say, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { ReadAloud } from "../../parts/read-aloud/ReadAloud";
import { DangerFirst } from "./Child";
import { FiveWords } from "./FiveWords";
import { Frame } from "./Frame";
import { useTelling } from "./form";
import { finish } from "./leave";
import { Numbers } from "./Numbers";
import type { Shared } from "./shared";
import { whenRead } from "./when";
import { useWords } from "./words";

const TITLES = { sent: "tell.sent.title", kept: "tell.kept.title", practised: "tell.practice.done" } as const;

/** What became of it, said truly; the five words to come back with; what can happen next. */
export function Sent(props: Shared) {
  const { door } = props;
  const { tag } = useSpoken();
  const [{ became }, change] = useTelling();
  const words = useWords();
  if (!became) return null;
  const { how, receipt, danger } = became;
  const five = words?.say(tag, receipt) ?? [];
  return (
    <Frame {...props} title={say(TITLES[how])} place={door.name}>
      {danger && <DangerFirst says="tell.danger.still" />}
      {how === "kept" && <p class="child-note">{say("tell.kept.about")}</p>}
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
            <ReadAloud text={five.map(one => one.word).join(". ")} lang={tag} />
            <Button small symbol="print" onPress={() => print()}>
              {say("pwa.print")}
            </Button>
          </div>
          <p>{say("tell.receipt.about")}</p>
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
      <Numbers door={door} short />
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
