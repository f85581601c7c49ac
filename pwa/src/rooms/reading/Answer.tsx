import { useState } from "preact/hooks";
import { say, sayCode } from "../../i18n/say";
import { Choice } from "../../parts/choice/Choice";
import { Field } from "../../parts/field/Field";
import { ActDialog, type Step } from "./ActDialog";
import { LanguageField, nameOf } from "./LanguageField";
import { useDraft } from "./panel";
import { REPLIES } from "./replies";

const OWN = "own";

/** An answer to whoever told: one of the sentences that are in every language, or words that nobody translates. */
export function Answer(props: Step) {
  const { of, theirs, drafts } = props.panel;
  const [chosen, choose] = useDraft(drafts, "answer");
  const [words, write] = useDraft(drafts, "answer words");
  const [language, speak] = useState("en");
  const own = chosen === OWN;
  const ready = own ? words.trim() !== "" : chosen !== "";
  const foreign = of.language !== undefined && of.language.split("-")[0] !== language;
  const sentences = REPLIES.map(code => {
    const said = theirs?.(`concern.reply.${code}`);
    return {
      value: code as string,
      label: sayCode("concern.reply.", code),
      about: said && (
        <bdi lang={said.lang} dir={said.dir}>
          {said.text}
        </bdi>
      ),
    };
  });
  return (
    <ActDialog
      {...props}
      what="reply"
      title={say("reading.answer.title")}
      about={
        theirs
          ? say("reading.answer.about", { Language: nameOf(of.language ?? "") })
          : say("reading.answer.about_english")
      }
      go={say("reading.answer.go")}
      body={
        !ready
          ? say(own ? "reading.note.first" : "reading.answer.first")
          : own
            ? { words: words.trim(), language }
            : { phrase: `concern.reply.${chosen}` }
      }
      onDone={() => {
        choose("");
        write("");
      }}
    >
      <p>{say("reading.answer.receipt")}</p>
      <div class="replies">
        <Choice
          small
          legend={say("reading.answer.choose")}
          value={chosen}
          onValue={choose}
          options={[
            ...sentences,
            { value: OWN, label: say("reading.answer.own"), about: say("reading.answer.own_about") },
          ]}
        />
      </div>
      {own && (
        <>
          <Field
            as="lines"
            label={say("reading.answer.words")}
            hint={say("reading.answer.words_hint")}
            value={words}
            onValue={write}
            max={8000}
          />
          <LanguageField label={say("reading.answer.in")} value={language} onValue={speak} />
          {foreign && (
            <p role="status">{say("reading.answer.untranslated", { Language: nameOf(of.language ?? "") })}</p>
          )}
        </>
      )}
    </ActDialog>
  );
}
