import { useState } from "preact/hooks";
import { say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Choice } from "../../parts/choice/Choice";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { LanguageField, nameOf } from "./LanguageField";
import { type Panel, useAct, useDraft } from "./panel";
import { REPLIES } from "./replies";

const OWN = "own";

/** An answer to whoever told: one of the sentences that are in every language, or words that nobody translates. */
export function Answer(props: { panel: Panel }) {
  const { of, theirs, drafts } = props.panel;
  const [chosen, choose] = useDraft(drafts, "answer");
  const [words, write] = useDraft(drafts, "answer words");
  const [language, speak] = useState("en");
  const go = useAct(props.panel, "reply", () => {
    choose("");
    write("");
  });
  if (!of.form) {
    return (
      <Card title={say("reading.answer.title")}>
        <p>{say("reading.answer.nobody")}</p>
      </Card>
    );
  }
  const own = chosen === OWN;
  const ready = own ? words.trim() !== "" : chosen !== "";
  const foreign = of.language !== undefined && of.language.split("-")[0] !== language;
  return (
    <Card title={say("reading.answer.title")}>
      <form
        class="stack"
        autocomplete="off"
        onSubmit={event => {
          event.preventDefault();
          if (ready) void go.run(own ? { words: words.trim(), language } : { phrase: chosen });
        }}
      >
        <p class="quietly">
          {theirs
            ? say("reading.answer.about", { Language: nameOf(of.language ?? "") })
            : say("reading.answer.about_english")}{" "}
          {say("reading.answer.receipt")}
        </p>
        <div class="replies">
          <Choice
            small
            legend={say("reading.answer.choose")}
            value={chosen}
            onValue={choose}
            options={[
              ...REPLIES.map(code => {
                const key = `concern.reply.${code}`;
                const said = theirs?.(key);
                return {
                  value: code,
                  label: sayCode("concern.reply.", code),
                  about: said && (
                    <bdi lang={said.lang} dir={said.dir}>
                      {said.text}
                    </bdi>
                  ),
                };
              }),
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
        {go.problem && <Problem of={go.problem} retry={go.retry} />}
        <Button
          look="go"
          type="submit"
          wide
          symbol="talk"
          busy={go.busy}
          not={ready ? undefined : say("reading.answer.first")}
        >
          {say("reading.answer.go")}
        </Button>
      </form>
    </Card>
  );
}
