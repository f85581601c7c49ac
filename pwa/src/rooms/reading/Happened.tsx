import type { ComponentChildren } from "preact";
import { type Key, known, Say, say, sayCode } from "../../i18n/say";
import { Card } from "../../parts/card/Card";
import { Icon } from "../../parts/icon/Icon";
import type { IconName } from "../../parts/icon/paths";
import { Tongue } from "../../parts/tongue/Tongue";
import type { Concern, Entry } from "./api";
import type { Theirs } from "./replies";
import { When } from "./When";
import { Untranslated, Words } from "./Words";

/** What was told, answered and done, oldest first. What they wrote first stands above already. */
export function Happened(props: { of: Concern; theirs: Theirs | undefined }) {
  const first = props.of.entries.find(one => one.kind === "story");
  const shown = props.of.entries.filter(one => one.kind !== "name" && one !== first);
  if (shown.length === 0) return null;
  return (
    <Card title={say("reading.happened")}>
      <ol class="happened">
        {shown.map(one => (
          <li key={one.n} class={one.kind}>
            <Icon name={SYMBOLS[one.kind] ?? "sheet"} />
            <div class="stack">
              <p>
                <b>
                  <Head of={one} />
                </b>{" "}
                <span class="muted">
                  <When at={one.at} />
                </span>
              </p>
              <Body of={one} theirs={props.theirs} />
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

const SYMBOLS: Record<string, IconName> = {
  story: "message",
  reply: "talk",
  note: "sheet",
  status: "check",
  handed: "people",
  kept_from: "no",
  parents: "keeps",
  interpreter: "globe",
  device: "kept",
  glass: "alert",
};

/** What an entry is, as one line. */
function Head(props: { of: Entry }): ComponentChildren {
  const { of } = props;
  const by = of.by || say("reading.entry.system");
  const line = (k: Key, more: Record<string, ComponentChildren> = {}) => <Say k={k} with={{ Name: by, ...more }} />;
  switch (of.kind) {
    case "story":
      return say("reading.entry.added");
    case "reply":
      return line("reading.entry.reply");
    case "note":
      return line("reading.entry.note");
    case "status":
      return line("reading.entry.status", { Status: sayCode("reading.status.", of.choice ?? "") });
    case "handed":
      return line("reading.entry.handed", { To: of.person });
    case "kept_from":
      return line("reading.entry.kept_from", { From: of.person });
    case "parents":
      return line(of.choice === "yes" ? "reading.entry.parents_yes" : "reading.entry.parents_no");
    case "interpreter":
      return line("reading.entry.interpreter", { Language: <Tongue tag={of.choice ?? ""} /> });
    case "device":
      return line("reading.entry.linked");
    case "glass":
      return line("reading.entry.glass");
    default:
      return of.kind;
  }
}

/** The words of an entry, or the sentence that was chosen, in English and as they read it. */
function Body(props: { of: Entry; theirs: Theirs | undefined }) {
  const { of, theirs } = props;
  if (of.phrase) {
    const own = theirs?.(of.phrase);
    return (
      <>
        <p class="written">{known(of.phrase) ? say(of.phrase) : of.phrase}</p>
        {own && (
          <p class="written theirs" lang={own.lang} dir={own.dir}>
            {own.text}
          </p>
        )}
      </>
    );
  }
  return (
    <>
      {of.words && <Words text={of.words} language={of.language} />}
      {of.when && (
        <p>
          {say("reading.entry.when")} <bdi dir="auto">{of.when}</bdi>
        </p>
      )}
      {(of.kind === "story" || of.kind === "reply") && of.words && <Untranslated language={of.language} />}
    </>
  );
}
