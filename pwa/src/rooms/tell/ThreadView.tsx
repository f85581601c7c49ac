import { useState } from "preact/hooks";
import { day, dayOf } from "../../i18n/dates";
import { known, Say, say, sayCode, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { ReadAloud } from "../../parts/read-aloud/ReadAloud";
import { languages } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import { ask } from "./ask";
import { Frame } from "./Frame";
import { Full, MOST } from "./Full";
import { type Thread, useTelling } from "./form";
import { finish } from "./leave";
import { useOwnVoice } from "./own-voice";
import { aloudOf, type Shared } from "./shared";

const date = (at: string) => day(dayOf(at), new Date());

type Line = NonNullable<Thread["lines"]>[number];

/** Words of somebody else in another language than the reader's. */
const isForeign = ({ mine, language = "" }: Line, tag: string) =>
  !mine && language !== "" && language.split("-")[0] !== tag.split("-")[0];

/** How far what was told last has come; "" where the status has said it. */
function readOf({ read_at, status }: Thread): string {
  if (read_at) return say("tell.thread.read", { Day: date(read_at) });
  return status === "told" ? "" : say("tell.thread.unread_new");
}

/** What stands here as it is read aloud: what is in another language has a voice of its own, and what was written only `own`. */
const threadAloud = (thread: Thread, tag: string, own: boolean) =>
  aloudOf(
    say("tell.thread.title"),
    sayCode("concern.status.", thread.status),
    say("tell.thread.told", { Day: date(thread.at) }),
    readOf(thread),
    ...(thread.lines ?? [])
      .filter(line => line.phrase || (own && !isForeign(line, tag)))
      .flatMap(line => [
        say(line.mine ? "tell.thread.you" : "tell.thread.school"),
        line.phrase && known(line.phrase) ? say(line.phrase) : line.words,
      ]),
    say("tell.thread.more"),
  );

/** What school says to whoever told: how far it has come, what was said on both sides, and a place to add more. */
export function ThreadView(props: Shared & { thread: Thread }) {
  const { door, practice, thread } = props;
  const { tag } = useSpoken();
  const [{ typed }, change] = useTelling();
  const [more, write] = useState("");
  const own = useOwnVoice(tag);
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
    <Frame {...props} title={say("tell.thread.title")} place={door.name} aloud={threadAloud(thread, tag, own)}>
      <Card tone={thread.read_at ? "leaf" : "sun"}>
        <p class="own-status">{sayCode("concern.status.", thread.status)}</p>
        <p>
          <Say k="tell.thread.told" with={{ Day: date(thread.at) }} /> {readOf(thread)}
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
        <Field as="lines" label={say("tell.thread.more")} value={more} onValue={write} max={MOST} />
        <Full text={more} />
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
function Words(props: { of: Line }) {
  const { words = "", language = "" } = props.of;
  const { tag } = useSpoken();
  const offered = useStore(languages);
  const theirs = offered.find(one => one.tag === language);
  const own = useOwnVoice(language);
  return (
    <>
      <p class="written" lang={language || undefined} dir="auto">
        {words}
      </p>
      {isForeign(props.of, tag) && (
        <>
          <p class="quietly">
            <Say k="tell.thread.untranslated" with={{ Language: theirs?.name ?? language }} />
          </p>
          {own && <ReadAloud text={words} lang={language} />}
        </>
      )}
    </>
  );
}
