import { useEffect, useRef, useState } from "preact/hooks";
import type { HomeSeat } from "../../api/family";
import { Intent } from "../../api/operation";
import { Say, say, useSpoken } from "../../i18n/say";
import { type SignaturesBody, sign } from "../../keep/keep";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Icon } from "../../parts/icon/Icon";
import { Problem } from "../../parts/problem/Problem";
import { Tick } from "../../parts/tick/Tick";
import { useAction } from "../../use/action";
import { Names } from "../family/Names";
import { usePerson } from "../family/person";
import { Decline } from "./Decline";
import type { Ended } from "./Done";
import { For } from "./For";
import { homeOf, type Paper, replaced, signedEdition } from "./papers";

/** What is signed: each document once for the signer, or once for each of its children. */
function answersOf(papers: readonly Paper[]): SignaturesBody["answers"] {
  return papers.flatMap(paper => {
    const { due } = paper;
    const answer = { document: due.document, version: due.version, edition: signedEdition(paper) };
    return due.pupils.length === 0 ? [answer] : due.pupils.map(pupil => ({ ...answer, pupil: pupil.id }));
  });
}

/** The children who are promised for, each once. */
export const childrenOf = (papers: readonly Paper[]) => [
  ...new Map(papers.flatMap(one => one.due.pupils).map(one => [one.id, one.name])).values(),
];

/** The last card: who signs, for whom, what; to sign and not to agree weigh the same. */
export function Signing(props: {
  home: HomeSeat;
  papers: readonly Paper[];
  onEnd: (ended: Ended) => void;
  onReplaced: () => void;
  onAnswered: () => void;
}) {
  const { home, papers } = props;
  const person = usePerson();
  const spoken = useSpoken();
  const [talked, setTalked] = useState(false);
  const [missing, setMissing] = useState(false);
  const [notKept, setNotKept] = useState(false);
  const [declining, setDeclining] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const intent = useRef(new Intent());
  useEffect(() => heading.current?.focus(), []);
  const children = childrenOf(papers);
  const go = useAction(async () => {
    setNotKept(false);
    const body = { language: papers[0]?.edition.language ?? "en", talked, answers: answersOf(papers) };
    const what = { as: home.id, school: home.school.slug, body };
    let outcome: Awaited<ReturnType<typeof sign>>;
    try {
      outcome = await sign(what, intent.current.for(body));
    } catch (no) {
      intent.current.answered();
      // A no may mean that school has published other words meanwhile: look, before anybody reads an error.
      const now = await homeOf(home.id).catch(() => undefined);
      if (now && replaced(papers, now)) return props.onReplaced();
      throw no;
    }
    if (outcome.became === "not_kept") return setNotKept(true);
    props.onEnd({
      home,
      titles: papers.map(one => ({
        due: one.due,
        title: one.edition.title,
        lang: one.edition.language,
        dir: one.edition.dir,
      })),
      became: outcome.became,
      ids: outcome.became === "saved" ? outcome.answer.items.map(one => one.id) : [],
    });
  });
  return (
    <Card>
      <h2 ref={heading} tabIndex={-1}>
        {say("family.sign.title")}
      </h2>
      <p>
        <Say k="family.sign.as" with={{ Name: <b>{person.name}</b> }} />
      </p>
      <ul class="bare signing">
        {papers.map(({ due, edition }) => (
          <li key={due.document}>
            <Icon name="sheet" />
            <span>
              <b lang={edition.language} dir={edition.dir}>
                {edition.title}
              </b>
              <span class="quietly block">
                <For due={due} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      {papers.some(one => one.edition.language !== "en") && (
        <p class="quietly">
          <Say k="family.sign.language" with={{ Language: <span lang={spoken.tag}>{spoken.name}</span> }} />
        </p>
      )}
      {children.length > 0 && (
        <Tick
          value={talked}
          onValue={value => {
            setTalked(value);
            setMissing(false);
          }}
          label={<Say k="family.sign.talked" with={{ Names: <Names of={children} /> }} />}
        />
      )}
      {missing && (
        <p class="wrong" role="alert">
          <Icon name="alert" />
          <span>
            <Say k="family.sign.talk_first" with={{ Names: <Names of={children} /> }} />
          </span>
        </p>
      )}
      {go.problem && <Problem of={go.problem} retry={go.retry} />}
      {notKept && (
        <div role="alert" class="problem">
          <p>{say("family.sign.not_kept")}</p>
        </div>
      )}
      <div class="yes-no">
        <Button
          busy={go.busy}
          onPress={() => {
            if (children.length > 0 && !talked) setMissing(true);
            else void go.run();
          }}
        >
          {say("family.sign.yes")}
        </Button>
        <Button onPress={() => setDeclining(true)}>{say("family.sign.no")}</Button>
      </div>
      <p class="quietly">{say("family.sign.either")}</p>
      {declining && (
        <Decline
          home={home}
          papers={papers}
          onClose={() => setDeclining(false)}
          onDone={all => {
            setDeclining(false);
            if (all) props.onEnd({ home, titles: [], became: "declined", ids: [] });
            else props.onAnswered();
          }}
        />
      )}
    </Card>
  );
}
