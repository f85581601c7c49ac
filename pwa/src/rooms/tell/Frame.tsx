import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { wordsToTell } from "../../boot";
import { known, say, sayCode, useSpoken } from "../../i18n/say";
import { speak } from "../../i18n/words";
import { Button } from "../../parts/button/Button";
import { Icon, Mark } from "../../parts/icon/Icon";
import { ReadAloud } from "../../parts/read-aloud/ReadAloud";
import { languages } from "../../session";
import { useStore } from "../../store";
import { LanguageSheet } from "../family/Languages";
import { leaveQuickly } from "./leave";
import type { useOnlyWords } from "./only-words";
import "../pupil/pupil.css";
import "./tell.css";

/** 999, over every screen of the form. */
function DangerBar() {
  return (
    <aside class="danger-bar no-print" aria-label={say("tell.danger.title")}>
      <b>{say("tell.danger.title")}</b>
      <a href="tel:999" dir="ltr" aria-label={say("tell.danger.call")}>
        999
      </a>
    </aside>
  );
}

/** Another language: whole on the first screen, on the others a symbol beside the question. */
function Tongues(props: { whole: boolean }) {
  const spoken = useSpoken();
  const offered = useStore(languages);
  const [open, set] = useState(false);
  if (offered.length < 2) return null;
  return (
    <div class={props.whole ? "actions no-print" : "tongue-beside no-print"}>
      <button type="button" class="child-language" aria-haspopup="dialog" onClick={() => set(true)}>
        <Icon name="globe" />
        <span class="unseen">{say("family.bar.language")}</span>
        <bdi class={props.whole ? "" : "unseen"} lang={spoken.tag}>
          {spoken.name}
        </bdi>
      </button>
      {/* For this page alone: what one child chose is not the next one's, and nothing of it is kept. */}
      {open && <LanguageSheet by={what => speak(what, wordsToTell(what.tag))} onClose={() => set(false)} />}
    </div>
  );
}

/** True until the first screen has been drawn: its heading must not take the focus from the reader. */
let first = true;

/**
 * One screen of the form: 999 above it, its question as the heading, the way out below. The browser's title is the
 * product's name alone and the address stays the same, so its history says nothing of the screen.
 */
export function Frame(props: {
  title: string;
  /** What stands over the heading. */
  place?: string;
  practice: boolean;
  words: ReturnType<typeof useOnlyWords>;
  /** The first screen: it has its language by name. */
  whole?: boolean;
  /** Text that can be heard; without it there is no button for it. */
  aloud?: string | undefined;
  children: ComponentChildren;
}) {
  const { tag } = useSpoken();
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another title is another screen, which begins at its top
  useEffect(() => {
    document.title = "Lollipop";
    history.replaceState(history.state, "", location.href);
    if (!first) {
      heading.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    first = false;
  }, [props.title]);
  return (
    <>
      <DangerBar />
      {props.practice && (
        <aside class="practice" aria-label={say("tell.practice.banner")}>
          <b>{say("tell.practice.banner")}</b> {say("tell.practice.about")}
        </aside>
      )}
      <header class="head tell-head">
        <Mark />
        <div class="title">
          {props.place && (
            <div class="over">
              <span class="school" dir="auto">
                {props.place}
              </span>
            </div>
          )}
          <h1 ref={heading} tabIndex={-1}>
            {props.title}
          </h1>
        </div>
        <Tongues whole={props.whole ?? false} />
      </header>
      <main id="main" class="main narrow">
        {/* What is written is looked up nowhere: some browsers send it away to spell it. */}
        <div class="child tell-screen" spellcheck={false}>
          {props.aloud && <ReadAloud text={props.aloud} lang={tag} />}
          {props.words.tried && <OnlyWords onClose={props.words.clear} />}
          {props.children}
        </div>
      </main>
      <div class="way-out no-print">
        <Button look="plain" wide small symbol="out" onPress={leaveQuickly}>
          {say("tell.leave")}
        </Button>
      </div>
    </>
  );
}

/** Why a picture cannot be given, and what to do with it. */
function OnlyWords(props: { onClose: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.scrollIntoView?.({ block: "nearest" }), []);
  return (
    <div class="problem wait" role="alert" ref={box}>
      <p class="title">
        <Icon name="no" />
        <span class="grow">{say("tell.only_words")}</span>
      </p>
      {known("concern.only_words.what_to_do") && <p>{sayCode("concern.only_words.", "what_to_do")}</p>}
      <div class="side">
        <Button small onPress={props.onClose}>
          {say("pwa.close")}
        </Button>
      </div>
    </div>
  );
}
