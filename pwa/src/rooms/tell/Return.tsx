import { newOperation } from "../../api/operation";
import { Refused } from "../../api/send";
import { say, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";
import { ask } from "./ask";
import { Frame } from "./Frame";
import { type Thread, useTelling } from "./form";
import { Numbers } from "./Numbers";
import type { Shared } from "./shared";
import { placesFor, TapPictures } from "./TapPictures";
import { ThreadView } from "./ThreadView";
import { useWords } from "./words";

/** A lesson's answer, made up: what a reader's could be like. */
export const madeUp = (): Thread => {
  const at = new Date().toISOString();
  return {
    status: "helping",
    at,
    read_at: at,
    lines: [
      { at, mine: false, phrase: "concern.reply.thank_you" },
      { at, mine: false, phrase: "concern.reply.come_and_talk" },
    ],
  };
};

/** Coming back: the five words, typed or tapped as pictures, then what school says. */
export function Return(props: Shared) {
  const { door, practice } = props;
  const [{ typed, tapped, thread }, change] = useTelling();
  const { tag } = useSpoken();
  const words = useWords();
  const seen = words?.look(typed) ?? [];
  // What is spelt as one spells at six is asked about, and taken for nothing else by itself.
  const meant = words && !words.parse(typed) ? words.guess(tag, typed) : [];
  const look = useAction(async () => {
    if (practice) return change({ thread: madeUp() });
    const body = { receipt: typed };
    try {
      change({ thread: await ask<Thread>(door.slug, "/look", { body, operation: newOperation() }) });
    } catch (no) {
      // Offline there is nothing to look at; what was typed stays.
      if (no instanceof Refused && no.body.kind === "offline") {
        throw new Refused({ ...no.body, title: say("tell.back.offline") });
      }
      throw no;
    }
  });
  const type = (text: string) => {
    look.clear();
    change({ typed: text });
  };
  if (thread) return <ThreadView {...props} thread={thread} />;
  if (tapped) {
    return (
      <TapPictures {...props} tapped={tapped} clear={look.clear}>
        {look.problem && <Problem of={look.problem} retry={look.retry} />}
        <Button look="go" wide busy={look.busy} onPress={() => void look.run()}>
          {say("tell.back.go")}
        </Button>
        <p class="quietly">{say("tell.back.lost")}</p>
        <Numbers door={door} short />
      </TapPictures>
    );
  }
  const aloud = [say("tell.back.title"), say("tell.tap.start"), say("tell.back.label"), say("tell.back.about")];
  return (
    <Frame {...props} title={say("tell.back.title")} place={door.name} aloud={aloud.join(". ")}>
      {/* First, since whoever cannot type cannot read what stands below either. */}
      <button type="button" class="by-pictures" onClick={() => change({ tapped: placesFor(seen) })}>
        <span class="emoji" aria-hidden="true">
          <span>🐱</span>
          <span>🚗</span>
          <span>🍌</span>
        </span>
        <b>{say("tell.tap.start")}</b>
      </button>
      <form
        class="stack"
        autocomplete="off"
        onSubmit={event => {
          event.preventDefault();
          if (typed.trim()) void look.run();
        }}
      >
        <Field label={say("tell.back.label")} hint={say("tell.back.about")} value={typed} onValue={type} max={400} />
        <p class="pictures-seen" aria-hidden="true">
          {seen.map((picture, i) => (
            <span key={i} class="emoji">
              {picture}
            </span>
          ))}
        </p>
        <div role="status">
          {meant.length > 0 && (
            <div class="child-note stack">
              <p>
                <b>{say("tell.back.guess")}</b> {meant.map(one => words?.name(tag, one).word).join(", ")}
              </p>
              <p class="pictures-seen" aria-hidden="true">
                {meant.map((picture, i) => (
                  <span key={i} class="emoji">
                    {picture}
                  </span>
                ))}
              </p>
              <Button
                onPress={event => {
                  // This button goes away with the question: what is pressed next takes the focus.
                  (event.target as Element).closest("form")?.querySelector<HTMLElement>("[type=submit]")?.focus();
                  type(meant.map(one => words?.name(tag, one).word).join(" "));
                }}
              >
                {say("tell.back.guess_yes")}
              </Button>
            </div>
          )}
        </div>
        {look.problem && <Problem of={look.problem} retry={look.retry} />}
        <Button look="go" wide type="submit" busy={look.busy} not={typed.trim() ? undefined : say("tell.back.first")}>
          {say("tell.back.go")}
        </Button>
      </form>
      <p class="quietly">{say("tell.back.lost")}</p>
      <Numbers door={door} short />
      <Button look="quiet" symbol="back" onPress={() => change({ moment: "first", typed: "", tapped: undefined })}>
        {say("pwa.back")}
      </Button>
    </Frame>
  );
}
