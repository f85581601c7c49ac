import { useEffect, useRef, useState } from "preact/hooks";
import { type AskedAdult, type ProgressItem, readDocuments, recordPaper } from "../../api/office";
import { Intent } from "../../api/operation";
import { dayOf, plainDay } from "../../i18n/dates";
import { Say, say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Empty } from "../../parts/empty/Empty";
import { Field } from "../../parts/field/Field";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Tick } from "../../parts/tick/Tick";
import { now, useMe } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { editionFor } from "../aup/papers";
import { shortId } from "./blank";
import { documentOf, PARENTS } from "./wording";

/** Puts signatures on paper into the record: whose, under what, for whom, in which language, and on which day. */
export function Paper(props: { adult: AskedAdult; item: ProgressItem; onClose: () => void; onDone: () => void }) {
  const me = useMe();
  const { adult, item } = props;
  const documents = useLoad("documents", signal => readDocuments(signal));
  const year = me.all_classes.find(one => one.name === item.pupil.class)?.year ?? "";
  const all = (documents.data?.items ?? []).filter(
    one => one.current && (one.document === PARENTS || one.document === documentOf(year)),
  );
  const [off, setOff] = useState<readonly string[]>([]);
  const [language, setLanguage] = useState(adult.language);
  const today = dayOf(now());
  const [on, setOn] = useState(today);
  const [kept, setKept] = useState(false);
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The button that was pressed is gone: the keyboard goes on from what was said.
    if (kept) said.current?.focus();
  }, [kept]);
  const intents = useRef(new Map<string, Intent | "kept">());
  const chosen = all.filter(one => !off.includes(one.document));
  const languages = [...new Set(all.flatMap(one => one.editions.map(edition => edition.language)))];
  const spoken = languages.includes(language) ? language : "en";
  const save = useAction(async () => {
    for (const { document, editions } of chosen) {
      // Each sheet is an operation of its own: trying again repeats only what has had no answer.
      const intent = intents.current.get(document) ?? new Intent();
      if (intent === "kept") continue;
      intents.current.set(document, intent);
      const pupils = document === PARENTS ? [] : [item.pupil.id];
      const read = editions.some(one => one.language === spoken) ? spoken : "en";
      await recordPaper({ adult: adult.id, document, pupils, language: read, signed_on: on }, intent);
      intents.current.set(document, "kept");
    }
    setKept(true);
    props.onDone();
  });
  return (
    <Dialog title={<Say k="pwa.paper.title" with={{ Name: adult.name }} />} onClose={props.onClose}>
      {documents.problem && <Problem of={documents.problem} retry={documents.again} />}
      {!documents.data && !documents.problem && <Loading rows={2} />}
      {documents.data && all.length === 0 && <Empty title={say("pwa.signed.nothing_asked")} />}
      {kept && (
        <>
          <p role="status" tabIndex={-1} ref={said}>
            <b>
              <Say k="pwa.paper.kept" with={{ Name: adult.name, Day: plainDay(on) }} />
            </b>{" "}
            {say("pwa.paper.keep_sheet")}
          </p>
          <Button look="go" onPress={props.onClose}>
            {say("pwa.close")}
          </Button>
        </>
      )}
      {!kept && all.length > 0 && (
        <form
          class="stack"
          onSubmit={event => {
            event.preventDefault();
            if (chosen.length > 0 && on && on <= today) void save.run();
          }}
        >
          <p>{say("pwa.paper.about")}</p>
          <fieldset class="stack">
            <legend>
              <b>{say("pwa.paper.document")}</b>
            </legend>
            {all.map(one => (
              <Tick
                key={one.document}
                label={<bdi>{one.title}</bdi>}
                about={
                  <>
                    <Say k="pwa.paper.for" with={{ Name: one.document === PARENTS ? adult.name : item.pupil.name }} />
                    {". "}
                    <Say
                      k="pwa.paper.foot"
                      with={{ Number: one.current?.number ?? 0, Id: shortId(editionFor(one, spoken)) }}
                    />
                  </>
                }
                value={!off.includes(one.document)}
                onValue={value => setOff(value ? off.filter(x => x !== one.document) : [...off, one.document])}
              />
            ))}
          </fieldset>
          <p class="muted">{say("pwa.paper.other_foot")}</p>
          {languages.length > 1 && (
            <Field
              as="select"
              label={say("pwa.paper.language")}
              value={spoken}
              onValue={setLanguage}
              options={languages.map(tag => ({ value: tag, label: sayCode("pwa.lang.", tag) }))}
            />
          )}
          <Field
            type="date"
            label={say("pwa.paper.date")}
            value={on}
            onValue={setOn}
            required
            wrong={on > today ? say("pwa.paper.future") : undefined}
          />
          {save.problem && <Problem of={save.problem} retry={save.retry} />}
          <Button
            look="go"
            type="submit"
            wide
            busy={save.busy}
            not={chosen.length === 0 ? say("pwa.paper.choose") : on > today ? say("pwa.paper.future") : undefined}
          >
            {say("pwa.paper.save")}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
