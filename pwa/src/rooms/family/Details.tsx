import { useState } from "preact/hooks";
import type { Seat } from "../../api/family";
import { post, read } from "../../api/send";
import { type Key, say, sayCode, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Choice } from "../../parts/choice/Choice";
import { Dialog } from "../../parts/dialog/Dialog";
import { Field } from "../../parts/field/Field";
import { Icon } from "../../parts/icon/Icon";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Row, Rows } from "../../parts/rows/Rows";
import { languages } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { FamilyScreen } from "./FamilyScreen";
import { usePerson } from "./person";
import { RingSchool } from "./RingSchool";

const ABOUT = ["name", "number", "language", "children", "other"] as const;
type About = (typeof ABOUT)[number];

/** Something is wrong or new: the office is told, and rings. The product changes nothing by itself. */
function TellOffice(props: { seat: Seat; onClose: () => void }) {
  const spoken = useSpoken();
  const [about, setAbout] = useState<About>();
  const [words, setWords] = useState("");
  const [done, setDone] = useState(false);
  const [missing, setMissing] = useState(false);
  const tell = useAction(async intent => {
    if (!about) return;
    const body = { about, language: spoken.tag, ...(words.trim() && { words: words.trim() }) };
    await post("/api/calls", { body, as: props.seat.id }, intent);
    setDone(true);
  });
  return (
    <Dialog title={say("family.tell.title")} onClose={props.onClose}>
      {done ? (
        <div class="stack" role="status">
          <p>{say("family.tell.done")}</p>
          <RingSchool {...props.seat.school} />
          <Button wide onPress={props.onClose}>
            {say("pwa.close")}
          </Button>
        </div>
      ) : (
        <form
          class="stack"
          onSubmit={event => {
            event.preventDefault();
            setMissing(!about);
            if (about) void tell.run();
          }}
        >
          <Choice
            legend={say("family.tell.about")}
            value={about ?? ""}
            onValue={value => setAbout(value as About)}
            options={ABOUT.map(one => ({ value: one, label: say(`family.tell.${one}` as Key) }))}
          />
          <Field
            as="lines"
            label={say("family.tell.words")}
            hint={say("family.tell.words_hint")}
            value={words}
            onValue={setWords}
            max={1000}
          />
          {missing && (
            <p class="wrong" role="alert">
              {say("family.tell.choose")}
            </p>
          )}
          {tell.problem && <Problem of={tell.problem} retry={tell.retry} />}
          <Button look="go" type="submit" wide busy={tell.busy}>
            {say("family.tell.go")}
          </Button>
        </form>
      )}
    </Dialog>
  );
}

/** A language by its own name where we speak it, else by its tag's words. */
function Tongue(props: { tag: string }) {
  const offered = useStore(languages);
  const found = offered.find(one => one.tag === props.tag);
  if (found) {
    return (
      <bdi lang={found.tag} dir={found.dir}>
        {found.name}
      </bdi>
    );
  }
  return <bdi>{props.tag ? sayCode("pwa.tongue.", props.tag.replaceAll("-", "_")) : say("family.details.none")}</bdi>;
}

function OfSchool(props: { seat: Seat; several: boolean }) {
  const { seat } = props;
  const [telling, setTelling] = useState(false);
  const details = useLoad(seat.id, signal => read("/api/family/details", { as: seat.id }, signal));
  const found = details.data;
  return (
    <Card title={props.several ? <bdi>{seat.school.name}</bdi> : undefined}>
      {details.problem && <Problem of={details.problem} retry={details.again} />}
      {!found && !details.problem && <Loading rows={2} />}
      {found && (
        <dl class="facts">
          <dt>{say("family.details.name")}</dt>
          <dd>
            <bdi>{found.name}</bdi>
          </dd>
          <dt>{say("family.details.mobile")}</dt>
          <dd>{found.mobile ? <bdi dir="ltr">{found.mobile}</bdi> : say("family.details.none")}</dd>
          <dt>{say("family.details.email")}</dt>
          <dd>{found.email ? <bdi dir="ltr">{found.email}</bdi> : say("family.details.none")}</dd>
          <dt>{say("family.details.language")}</dt>
          <dd>
            <Tongue tag={found.language} />
          </dd>
          <dt>{say("family.details.children")}</dt>
          <dd>
            <ul class="bare">
              {found.children.map(one => (
                <li key={one.name}>
                  <bdi>{one.name}</bdi>, <bdi>{one.class}</bdi>
                </li>
              ))}
            </ul>
          </dd>
        </dl>
      )}
      <p>{say("family.details.wrong")}</p>
      <Button wide onPress={() => setTelling(true)}>
        {say("family.tell.title")}
      </Button>
      <RingSchool {...seat.school} />
      {telling && <TellOffice seat={seat} onClose={() => setTelling(false)} />}
    </Card>
  );
}

function Mine() {
  const person = usePerson();
  return (
    <>
      <p>{say("family.details.about")}</p>
      {person.seats.map(seat => (
        <OfSchool key={seat.id} seat={seat} several={person.seats.length > 1} />
      ))}
      <Rows>
        <Row name={say("courier.title")} href="/ringing" symbol={<Icon name="bell" />} />
        <Row name={say("family.nav.phone")} href="/another-phone" symbol={<Icon name="phone" />} />
      </Rows>
    </>
  );
}

/** What the school has about a person, and how to put it right. */
export default function Details() {
  return (
    <FamilyScreen title={say("family.details.title")}>
      <Mine />
    </FamilyScreen>
  );
}
