import type { Edition, Statement } from "../../api/family";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { ReadAloud } from "../../parts/read-aloud/ReadAloud";
import { Pictogram } from "../../parts/symbol/Symbol";
import { Changed } from "./Begin";
import { English } from "./English";
import { For } from "./For";
import { DraftNote, isDraft } from "./Promise";
import type { Paper } from "./papers";

/** The promises of a document in a row, as a list, a receipt or a print has them. */
export function Promises(props: {
  statements: readonly Statement[];
  edition?: Edition;
  /** A way to ask about each. */
  onAsk?: (statement: Statement) => void;
  listen?: boolean;
}) {
  const { edition, onAsk } = props;
  return (
    <ol class="promises">
      {props.statements.map(one => (
        <li key={one.key}>
          <Pictogram name={one.symbol} />
          <div class="stack">
            <p class="promise-line" lang={one.lang} dir={one.dir}>
              {one.text}
            </p>
            <English lang={one.lang} text={one.english} />
            {/* Where the whole edition is a draft it is said once, at its top. */}
            {edition && !isDraft(edition) && <DraftNote edition={edition} statement={one} />}
            {(props.listen || onAsk) && (
              <div class="side">
                {props.listen && <ReadAloud text={one.text} lang={one.lang} />}
                {onAsk && (
                  <Button
                    look="quiet"
                    small
                    symbol="ask"
                    onPress={() => onAsk(one)}
                    label={say("family.sitting.ask_this", { Promise: one.text })}
                  >
                    {say("family.sitting.ask_short")}
                  </Button>
                )}
              </div>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Every document of the sitting on one page. */
export function AllPromises(props: {
  papers: readonly Paper[];
  just: boolean;
  onAsk: (about: { document: string; statement: Statement }) => void;
}) {
  return (
    <>
      {props.papers.map(({ due, edition, changes }) => (
        <div class="stack" key={due.document}>
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
            <English lang={edition.language} text={edition.english_intro} />
            <DraftNote edition={edition} />
            <Promises
              statements={edition.statements}
              edition={edition}
              listen
              onAsk={statement => props.onAsk({ document: due.document, statement })}
            />
          </Card>
        </div>
      ))}
    </>
  );
}
