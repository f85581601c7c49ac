import { useState } from "preact/hooks";
import { day, dayOf } from "../../i18n/dates";
import { known, Say, say, sayCode, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { languages } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import { ask } from "./ask";
import { Frame } from "./Frame";
import { type Thread, useTelling } from "./form";
import { finish } from "./leave";
import type { Shared } from "./shared";

const date = (at: string) => day(dayOf(at), new Date());

/** What school says to whoever told: how far it has come, what was said on both sides, and a place to add more. */
export function ThreadView(props: Shared & { thread: Thread }) {
  const { door, practice, thread } = props;
  const { tag } = useSpoken();
  const [{ typed }, change] = useTelling();
  const [more, write] = useState("");
  const add = useAction(async intent => {
    if (practice) {
      const mine = { at: new Date().toISOString(), mine: true, words: more, language: tag };
      change({ thread: { ...thread, lines: [...(thread.lines ?? []), mine] } });
    } else {
      const body = { receipt: typed, words: more, language: tag };
      change({ thread: await ask<Thread>(door.slug, "/more", { body, operation: intent.for(body) }) });
      intent.answered();
    }
    write("");
  });
  return (
    <Frame {...props} title={say("tell.thread.title")} place={door.name}>
      <Card tone={thread.read_at ? "leaf" : "sun"}>
        <p class="own-status">{sayCode("concern.status.", thread.status)}</p>
        <p>
          <Say k="tell.thread.told" with={{ Day: date(thread.at) }} />{" "}
          {thread.read_at ? (
            <Say k="tell.thread.read" with={{ Day: date(thread.read_at) }} />
          ) : (
            say("tell.thread.unread")
          )}
        </p>
        {practice && <p>{say("tell.practice.made_up")}</p>}
      </Card>
      <ol class="thread" aria-label={say("tell.thread.title")}>
        {(thread.lines ?? []).map((line, i) => (
          <li key={i} class={line.mine ? "mine" : "theirs"}>
            <span class="muted">
              {say(line.mine ? "tell.thread.you" : "tell.thread.school")}, {date(line.at)}
            </span>
            {line.phrase && known(line.phrase) ? <p>{say(line.phrase)}</p> : <Words of={line} />}
          </li>
        ))}
      </ol>
      <form
        class="stack"
        autocomplete="off"
        onSubmit={event => {
          event.preventDefault();
          if (more.trim()) void add.run();
        }}
      >
        <Field as="lines" label={say("tell.thread.more")} value={more} onValue={write} max={8000} />
        {add.problem && <Problem of={add.problem} retry={add.retry} />}
        <Button type="submit" wide busy={add.busy} not={more.trim() ? undefined : say("tell.thread.write_first")}>
          {say(practice ? "tell.practice.send" : "tell.thread.send")}
        </Button>
      </form>
      <Button look="go" wide onPress={finish}>
        {say("tell.finish")}
      </Button>
    </Frame>
  );
}

/** Words as somebody wrote them: text alone, whatever is in them. Another language than the reader's is named. */
function Words(props: { of: { mine: boolean; words?: string; language?: string } }) {
  const { mine, words = "", language = "" } = props.of;
  const { tag } = useSpoken();
  const offered = useStore(languages);
  const own = offered.find(one => one.tag === language);
  const foreign = !mine && language !== "" && language.split("-")[0] !== tag.split("-")[0];
  return (
    <>
      <p class="written" lang={language || undefined} dir="auto">
        {words}
      </p>
      {foreign && (
        <p class="quietly">
          <Say k="tell.thread.untranslated" with={{ Language: own?.name ?? language }} />
        </p>
      )}
    </>
  );
}
