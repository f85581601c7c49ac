import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { say, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Loading } from "../../parts/loading/Loading";
import { Frame } from "./Frame";
import { useTelling } from "./form";
import { useOwnVoice } from "./own-voice";
import { KINDS_OF_PICTURES, type Kind, PICTURES_OF } from "./picture-kinds";
import { aloudOf, type Shared } from "./shared";
import { useWords, type Word } from "./words";
import "./tap.css";

const KIND = {
  animals: "tell.tap.animals",
  food: "tell.tap.food",
  outside: "tell.tap.outside",
  going: "tell.tap.going",
  play: "tell.tap.play",
  wear: "tell.tap.wear",
  home: "tell.tap.home",
  school: "tell.tap.school",
  people: "tell.tap.people",
} as const satisfies Record<Kind, string>;

/** Five places, with what somebody has typed so far in them. */
export const placesFor = (seen: readonly string[]): readonly string[] => [0, 1, 2, 3, 4].map(i => seen[i] ?? "");

/** The second of two quick taps was meant for the screen before: it chooses nothing on this one. */
const meant = (press: () => void) => (event: MouseEvent) => {
  if (event.detail < 2) press();
};

/**
 * Coming back for whoever cannot type yet: each picture is found by its kind, and then by looking. Nothing of it needs a
 * network; `children` is what is done once all five are there, and `clear` forgets how that went.
 */
export function TapPictures(
  props: Shared & { tapped: readonly string[]; clear: () => void; children: ComponentChildren },
) {
  const { tapped } = props;
  const { tag } = useSpoken();
  const [, change] = useTelling();
  const words = useWords();
  const [kind, open] = useState<Kind>();
  const own = useOwnVoice(tag);
  const nth = tapped.indexOf("");
  const named = (picture: string): Word => words?.name(tag, picture) ?? { picture, word: "", lang: tag };
  const put = (at: number, picture: string) => {
    const now = tapped.map((one, i) => (i === at ? picture : one));
    props.clear();
    open(undefined);
    change({ tapped: now, typed: now.filter(Boolean).join(" ") });
  };
  const at =
    nth < 0
      ? { title: say("tell.tap.done"), hint: say("tell.tap.change"), read: tapped.map(one => named(one).word) }
      : kind === undefined
        ? {
            title: say("tell.tap.find", { Number: nth + 1 }),
            hint: say("tell.tap.kind"),
            read: KINDS_OF_PICTURES.map(one => say(KIND[one])),
          }
        : { title: say(KIND[kind]), hint: "", read: PICTURES_OF[kind].map(one => named(one).word) };
  // The five themselves are read by this device or not at all: they open what was told.
  const aloud = words && aloudOf(at.title, at.hint, ...(nth >= 0 || own ? at.read : []));
  return (
    <Frame {...props} title={at.title} aloud={aloud}>
      <Places tapped={tapped} named={named} onTake={i => put(i, "")} />
      {at.hint && <p>{at.hint}</p>}
      {!words && <Loading />}
      {words && nth >= 0 && kind === undefined && <Kinds onKind={open} />}
      {words && nth >= 0 && kind !== undefined && (
        <>
          <Button wide symbol="back" onPress={() => open(undefined)}>
            {say("tell.tap.other")}
          </Button>
          <ul class="to-tap">
            {PICTURES_OF[kind].map(named).map(({ picture, word, lang }) => (
              <li key={picture}>
                <button type="button" onClick={meant(() => put(nth, picture))}>
                  <span class="emoji" aria-hidden="true">
                    {picture}
                  </span>
                  <span lang={lang}>{word}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {nth < 0 && props.children}
      <Button look="quiet" symbol="back" onPress={() => (kind ? open(undefined) : change({ tapped: undefined }))}>
        {say("pwa.back")}
      </Button>
    </Frame>
  );
}

/** The five places, each picture in its own: a tap takes it out again. */
function Places(props: { tapped: readonly string[]; named: (one: string) => Word; onTake: (at: number) => void }) {
  const { tapped, named, onTake } = props;
  const now = tapped.indexOf("");
  return (
    <ol class="tapped" aria-label={say("tell.tap.yours")}>
      {tapped.map((picture, i) => (
        <li key={i} class={i === now ? "now" : ""}>
          {picture ? (
            <button
              type="button"
              class="emoji"
              aria-label={say("tell.tap.change_one", { Number: i + 1, Word: named(picture).word })}
              onClick={meant(() => onTake(i))}
            >
              {picture}
            </button>
          ) : (
            <>
              <span aria-hidden="true">{i + 1}</span>
              <span class="unseen">{say("tell.tap.empty", { Number: i + 1 })}</span>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The kinds, each with the first of its pictures. */
function Kinds(props: { onKind: (kind: Kind) => void }) {
  return (
    <ul class="to-tap kinds">
      {KINDS_OF_PICTURES.map(kind => (
        <li key={kind}>
          <button type="button" onClick={meant(() => props.onKind(kind))}>
            <span class="emoji few" aria-hidden="true">
              {PICTURES_OF[kind].slice(0, 3).map(one => (
                <span key={one}>{one}</span>
              ))}
            </span>
            <b>{say(KIND[kind])}</b>
          </button>
        </li>
      ))}
    </ul>
  );
}
