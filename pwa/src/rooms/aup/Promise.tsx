import type { Edition, Statement } from "../../api/family";
import { say } from "../../i18n/say";
import { ReadAloud } from "../../parts/read-aloud/ReadAloud";
import { Pictogram } from "../../parts/symbol/Symbol";
import { English } from "./English";
import "./aup.css";

/** Whether nobody has checked a text: of a statement where it says so itself, else of its edition. */
export const isDraft = (edition: Edition, one?: Statement) =>
  edition.status !== "original" &&
  (one?.status ?? edition.status) === "draft" &&
  (one?.lang ?? edition.language) !== "en";

/** What the reader has to know about a translation: nobody has checked it, or there is none of this sentence. */
export function DraftNote(props: { edition: Edition; statement?: Statement | undefined }) {
  const { edition, statement } = props;
  if (statement && statement.lang === "en" && edition.language !== "en") {
    return <p class="quietly">{say("family.sitting.only_english")}</p>;
  }
  if (!isDraft(edition, statement)) return null;
  return <p class="quietly">{say("family.sitting.draft")}</p>;
}

/** One promise on a screen of its own: symbol, sentence, voice, English. */
export function OnePromise(props: { edition: Edition; statement: Statement; was?: Statement | undefined }) {
  const { edition, statement, was } = props;
  return (
    <article class="promise">
      <Pictogram name={statement.symbol} big />
      {was && <p class="mark-new">{say("family.changed.reworded")}</p>}
      <p class="promise-text" lang={statement.lang} dir={statement.dir}>
        {statement.text}
      </p>
      <ReadAloud text={statement.text} lang={statement.lang} />
      <English lang={statement.lang} text={statement.english} />
      {was && (
        <p class="was">
          {say("family.changed.was")}{" "}
          <del lang={was.lang} dir={was.dir}>
            {was.text}
          </del>
        </p>
      )}
      <DraftNote edition={edition} statement={statement} />
    </article>
  );
}
