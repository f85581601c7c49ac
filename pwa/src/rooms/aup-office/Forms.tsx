import { useLocation } from "preact-iso";
import { readDocuments } from "../../api/office";
import { say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Empty } from "../../parts/empty/Empty";
import { Field } from "../../parts/field/Field";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { Tick } from "../../parts/tick/Tick";
import { languages, useMe } from "../../session";
import { useStore } from "../../store";
import { useLoad } from "../../use/load";
import { editionFor, fetchEdition } from "../aup/papers";
import { type Books, readBooks } from "../letters/words";
import { formFor, formsAddress } from "./blank";
import { Form } from "./Form";
import "../letters/sheet.css";
import "./form.css";

/** Forms to sign on paper: for one family with their names on them, or blank, in a language that we have. */
export default function Forms() {
  const me = useMe();
  const { query, route } = useLocation();
  const kept = useStore(formFor);
  const family = query.named && kept?.by === me.person.id ? kept : null;
  const spoken = useStore(languages).map(one => one.tag);
  const documents = useLoad("documents", signal => readDocuments(signal));
  const published = (documents.data?.items ?? []).filter(one => one.current);
  const wanted = (query.documents ?? "").split(",").filter(Boolean);
  const chosen = published.filter(one => wanted.includes(one.document));
  const tongues = [...new Set(["en", ...published.flatMap(one => one.editions.map(e => e.language))])].filter(
    tag => tag === "en" || spoken.includes(tag),
  );
  const language = tongues.includes(query.language ?? "") ? (query.language as string) : "en";
  const editions = chosen.map(one => editionFor(one, language));
  const sheets = useLoad(`${language} ${editions.join(" ")}`, async signal => {
    const [books, texts] = await Promise.all([
      readBooks(language === "en" ? ["en"] : ["en", language], signal),
      Promise.all(editions.map(one => fetchEdition(me.school.slug, one))),
    ]);
    return { books: books as Books, texts };
  });
  const to = (next: { documents?: string[]; language?: string; named?: boolean }) =>
    route(formsAddress({ documents: wanted, language, named: family !== null, ...next }), true);
  return (
    <Screen title={say("pwa.forms.title")}>
      <p>
        <Button look="quiet" href={family ? "/signatures" : "/documents"} symbol="back" small>
          {say(family ? "pwa.signed.title" : "pwa.documents.title")}
        </Button>
      </p>
      {documents.problem && <Problem of={documents.problem} retry={documents.again} />}
      {!documents.data && !documents.problem && <Loading rows={3} />}
      {documents.data && published.length === 0 && <Empty title={say("pwa.signed.nothing_asked")} />}
      {published.length > 0 && (
        <Card>
          <p>{say("pwa.forms.about")}</p>
          {family && (
            <p class="side">
              <span class="grow">
                {say("pwa.forms.named")} <bdi>{family.adult}</bdi>
              </span>
              <Button small onPress={() => to({ named: false })}>
                {say("pwa.forms.blank")}
              </Button>
            </p>
          )}
          <fieldset class="stack">
            <legend>
              <b>{say("pwa.forms.which")}</b>
            </legend>
            {published.map(one => (
              <Tick
                key={one.document}
                label={<bdi>{one.title}</bdi>}
                value={wanted.includes(one.document)}
                onValue={on =>
                  to({ documents: on ? [...wanted, one.document] : wanted.filter(id => id !== one.document) })
                }
              />
            ))}
          </fieldset>
          <Field
            as="select"
            label={say("pwa.forms.language")}
            value={language}
            onValue={tag => to({ language: tag })}
            options={tongues.map(tag => ({ value: tag, label: sayCode("pwa.lang.", tag) }))}
          />
          <Button
            look="go"
            symbol="print"
            not={chosen.length === 0 ? say("pwa.forms.choose") : sheets.data ? undefined : say("pwa.loading")}
            onPress={() => print()}
          >
            {say("pwa.print")}
          </Button>
        </Card>
      )}
      {sheets.problem && <Problem of={sheets.problem} retry={sheets.again} />}
      {chosen.length > 0 && !sheets.data && !sheets.problem && <Loading rows={4} />}
      {sheets.data && chosen.length > 0 && (
        <div class="sheets">
          {sheets.data.texts.map(one => (
            <Form
              key={`${one.edition} ${family?.adult}`}
              of={one}
              school={me.school}
              books={sheets.data?.books as Books}
              name={family?.adult}
              children={family?.children}
            />
          ))}
        </div>
      )}
    </Screen>
  );
}
