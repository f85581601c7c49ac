import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { post } from "../../api/send";
import { speak } from "../../boot";
import { Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { door, languages } from "../../session";
import { useLoad } from "../../use/load";
import { Birthday } from "./Birthday";
import { CodeForm } from "./CodeForm";
import { readCode } from "./codes";
import { Languages } from "./Languages";
import { NotMine } from "./NotMine";
import { RingSchool } from "./RingSchool";

/** Whether nobody has asked for the English that the page is in: it is what stands where a browser speaks nothing of ours. */
function nobodyChose(): boolean {
  const { documentElement, cookie } = document;
  if (documentElement.lang !== "en" || /(?:^|;\s*)lang=/.test(cookie)) return false;
  return !navigator.languages.some(wish => /^en(?:-|$)/i.test(wish));
}

/** A letter by its code: whose it is, and the birthday that shows that the right person holds it. */
function Opened(props: { code: string }) {
  const [notMine, setNotMine] = useState(false);
  const look = useLoad(props.code, () => post("/api/letters/look", { body: { code: props.code }, as: "" }));
  const letter = look.data;
  useEffect(() => {
    if (!letter) return;
    door.set(letter.school);
    const theirs = nobodyChose() && languages.get().find(one => one.tag === letter.language);
    if (theirs) void speak(theirs).catch(() => undefined);
  }, [letter]);
  return (
    <>
      <Languages />
      {look.problem && (
        <>
          <Problem of={look.problem} retry={look.again} />
          <p>{say("letter.page.not_working")}</p>
          <Button href="/letter" look="plain" wide>
            {say("letter.page.type_again")}
          </Button>
        </>
      )}
      {!letter && !look.problem && <Loading rows={2} />}
      {letter && (
        <>
          <Card>
            <p>
              <Say k="letter.page.from" with={{ School: <b>{letter.school.name}</b> }} />
            </p>
            <Birthday code={props.code} letter={letter} />
          </Card>
          <RingSchool {...letter.school} />
          <Button look="quiet" wide onPress={() => setNotMine(true)}>
            {say("letter.page.not_mine")}
          </Button>
        </>
      )}
      {notMine && letter && <NotMine code={props.code} letter={letter} onClose={() => setNotMine(false)} />}
    </>
  );
}

/** Where a letter leads: by its QR code (/l/CODE), or by typing the code (/letter). */
export default function Letter() {
  const { params } = useRoute();
  const { route } = useLocation();
  const code = readCode(params.code ?? "");
  return (
    <Screen title={say("letter.page.title")} narrow focused>
      {code ? (
        <Opened code={code} />
      ) : (
        <>
          <Languages />
          <Card>
            <p>{say("letter.page.where")}</p>
            <CodeForm
              label={say("letter.page.code")}
              hint={say("letter.page.code_hint")}
              example="ABCDE-FGHJK"
              go={say("letter.page.go_on")}
              onCode={typed => route(`/l/${encodeURIComponent(typed)}`)}
            />
          </Card>
          <Button look="quiet" wide href="/hand-over">
            {say("letter.page.other_screen")}
          </Button>
        </>
      )}
    </Screen>
  );
}
