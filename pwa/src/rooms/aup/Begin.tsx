import { say, sayMany } from "../../i18n/say";
import { Card } from "../../parts/card/Card";
import { Pill } from "../../parts/pill/Pill";
import { ReadAloud } from "../../parts/read-aloud/ReadAloud";
import { English } from "./English";
import { For } from "./For";
import { DraftNote } from "./Promise";
import type { Changes, Paper } from "./papers";

/** What changed since the reader last had it in front of them: new, said otherwise, gone; old beside new. */
export function Changed(props: { changes: Changes; just?: boolean }) {
  const { added, reworded, removed } = props.changes;
  return (
    <Card title={say("family.changed.title")} tone="sun">
      <p>{say(props.just ? "family.changed.just" : "family.changed.since")}</p>
      <ul class="changes">
        {added.map(one => (
          <li key={one.key}>
            <Pill>{say("family.changed.added")}</Pill>
            <p lang={one.lang} dir={one.dir}>
              {one.text}
            </p>
          </li>
        ))}
        {reworded.map(({ was, now }) => (
          <li key={now.key}>
            <Pill>{say("family.changed.reworded")}</Pill>
            <p lang={now.lang} dir={now.dir}>
              <ins>{now.text}</ins>
            </p>
            <p class="quietly">
              {say("family.changed.was")}{" "}
              <del lang={was.lang} dir={was.dir}>
                {was.text}
              </del>
            </p>
          </li>
        ))}
        {removed.map(one => (
          <li key={one.key}>
            <Pill>{say("family.changed.removed")}</Pill>
            <p lang={one.lang} dir={one.dir}>
              <del>{one.text}</del>
            </p>
          </li>
        ))}
      </ul>
      <p class="quietly">{say("family.changed.only")}</p>
    </Card>
  );
}

/** A document begins: what it is, for whom, how long it takes. */
export function Begin(props: { paper: Paper; just: boolean }) {
  const { edition, due, changes } = props.paper;
  const count = edition.statements.length;
  return (
    <>
      {changes && <Changed changes={changes} just={props.just} />}
      <Card>
        <p class="for">
          <For due={due} />
        </p>
        <h2 class="document" lang={edition.language} dir={edition.dir}>
          {edition.title}
        </h2>
        <English lang={edition.language} text={edition.english_title} />
        <p lang={edition.language} dir={edition.dir}>
          {edition.intro}
        </p>
        <ReadAloud text={edition.intro} lang={edition.language} />
        <English lang={edition.language} text={edition.english_intro} />
        {!changes && (
          <p class="quietly">
            {sayMany("family.sitting.promises", count)} {sayMany("family.sitting.minutes", Math.ceil(count / 5))}
          </p>
        )}
        <DraftNote edition={edition} />
      </Card>
    </>
  );
}
