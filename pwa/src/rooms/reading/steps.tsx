import { useState } from "preact/hooks";
import { isolated } from "../../i18n/catalogue";
import { say, sayCode, useSpoken } from "../../i18n/say";
import { Choice } from "../../parts/choice/Choice";
import { Field } from "../../parts/field/Field";
import { ActDialog, type Step } from "./ActDialog";
import type { Acts, Concern } from "./api";
import { LanguageField } from "./LanguageField";
import { useDraft } from "./panel";
import { STATUSES } from "./replies";

/** Whether this reader broke the glass to read it: then they hand it to nobody. */
export const forAnHour = (of: Concern) => of.who_reads.some(one => one.me && one.how === "glass");

/** How far it has come, with the very words that whoever told will read. */
export function SetStatus(props: Step) {
  const { theirs, of } = props.panel;
  const statuses = STATUSES.filter(one => one !== "finished" || of.decides);
  const [status, set] = useState<Acts["status"]["status"] | "">("");
  const key = `concern.status.${status}`;
  const own = status && theirs?.(key);
  return (
    <ActDialog
      {...props}
      what="status"
      title={say("reading.status.title")}
      about={say("reading.status.about")}
      go={say("reading.status.go")}
      body={status ? { status } : say("reading.status.first")}
    >
      <Choice
        small
        legend={say("reading.status.question")}
        value={status}
        onValue={value => set(value as typeof status)}
        options={statuses.map(value => ({ value, label: sayCode("reading.status.", value) }))}
      />
      {status && (
        <div class="stack will-read" role="status">
          <p class="quietly">{say("reading.status.reads")}</p>
          {own && (
            <p class="written" lang={own.lang} dir={own.dir}>
              {own.text}
            </p>
          )}
          <p class={own ? "written muted" : "written"}>{sayCode("concern.status.", status)}</p>
        </div>
      )}
    </ActDialog>
  );
}

/** Whether the parents are told: the school answers for it, and the reason stands with it. */
export function DecideParents(props: Step) {
  const { drafts } = props.panel;
  const [tell, set] = useState<Acts["parents"]["tell"] | "">("");
  const [reason, write] = useDraft(drafts, "parents");
  return (
    <ActDialog
      {...props}
      what="parents"
      title={say("reading.parents.title")}
      about={say("reading.parents.about")}
      go={say("reading.parents.go")}
      body={tell && reason.trim() ? { tell, reason: reason.trim() } : say("reading.parents.first")}
      onDone={() => write("")}
    >
      <Choice
        small
        legend={say("reading.parents.question")}
        value={tell}
        onValue={value => set(value as typeof tell)}
        options={[
          { value: "yes", label: say("reading.parents.yes") },
          { value: "no", label: say("reading.parents.no") },
        ]}
      />
      <Field as="lines" label={say("reading.parents.why")} value={reason} onValue={write} max={1000} />
    </ActDialog>
  );
}

/** Somebody has to interpret, and never a child. */
export function AskInterpreter(props: Step) {
  const own = props.panel.of.language?.split("-")[0] ?? "";
  const [language, set] = useState(own === "en" ? "" : own);
  return (
    <ActDialog
      {...props}
      what="interpreter"
      title={say("reading.interpreter.title")}
      about={say("reading.interpreter.about")}
      go={say("reading.interpreter.go")}
      body={language ? { language } : say("reading.interpreter.first")}
    >
      <LanguageField label={say("reading.interpreter.language")} value={language} onValue={set} />
    </ActDialog>
  );
}

/** Something for the readers alone. */
export function WriteNote(props: Step) {
  const [words, write] = useDraft(props.panel.drafts, "note");
  return (
    <ActDialog
      {...props}
      what="note"
      title={say("reading.note.title")}
      go={say("reading.note.go")}
      body={words.trim() ? { words: words.trim() } : say("reading.note.first")}
      onDone={() => write("")}
    >
      <Field
        as="lines"
        label={say("reading.note.words")}
        hint={say("reading.note.words_hint")}
        value={words}
        onValue={write}
        max={8000}
      />
    </ActDialog>
  );
}

/** A colleague becomes a reader beside this one. */
export function Hand(props: Step) {
  const [to, choose] = useState("");
  const [words, write] = useDraft(props.panel.drafts, "hand");
  return (
    <ActDialog
      {...props}
      what="hand"
      title={say("reading.hand.title")}
      about={say("reading.hand.about")}
      go={say("reading.hand.go")}
      body={to ? { to, words: words.trim() } : say("reading.hand.first")}
      onDone={() => write("")}
    >
      <Who {...props} label={say("reading.hand.choose")} value={to} onValue={choose} />
      <Field as="lines" label={say("reading.hand.why")} value={words} onValue={write} max={1000} />
    </ActDialog>
  );
}

/** A colleague finds nothing of it from now on. */
export function KeepFrom(props: Step) {
  const [person, choose] = useState("");
  const [words, write] = useDraft(props.panel.drafts, "keep from");
  return (
    <ActDialog
      {...props}
      what="keep-from"
      title={say("reading.from.title")}
      about={say("reading.from.about")}
      go={say("reading.from.go")}
      body={person ? { person, words: words.trim() } : say("reading.from.first")}
      final
      onDone={() => write("")}
    >
      <Who {...props} label={say("reading.from.choose")} value={person} onValue={choose} />
      <Field as="lines" label={say("reading.from.why")} value={words} onValue={write} max={1000} />
    </ActDialog>
  );
}

/** One of the colleagues, with what they are and whom they teach: two may share a name. An option is text alone, where no <bdi> can stand. */
function Who(props: Step & { label: string; value: string; onValue: (id: string) => void }) {
  const { dir } = useSpoken();
  const options = props.panel.of.colleagues.map(one => ({
    value: one.id,
    label: [one.name, ...one.roles.map(role => sayCode("pwa.role.", role)), ...one.classes]
      .map(part => isolated(dir, part))
      .join(", "),
  }));
  options.unshift({ value: "", label: say("pwa.choose") });
  return <Field as="select" label={props.label} value={props.value} onValue={props.onValue} options={options} />;
}
