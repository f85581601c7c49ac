import { useRoute } from "preact-iso";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { ReadAloud } from "../../parts/read-aloud/ReadAloud";
import { Screen } from "../../parts/shell/Screen";
import { useLoad } from "../../use/load";
import { English, EnglishSwitch } from "../aup/English";
import { DraftNote, OnePromise } from "../aup/Promise";
import { fetchEdition } from "../aup/papers";

/** A document of a school, to read and no more: for anybody, with a network or without. */
export default function Read() {
  const { school = "", edition = "" } = useRoute().params;
  const read = useLoad(edition, () => fetchEdition(school, edition));
  const paper = read.data;
  return (
    <Screen title={say("offline.documents")} narrow>
      {read.problem && <Problem of={read.problem} retry={read.again} />}
      {!paper && !read.problem && <Loading rows={3} />}
      {paper && (
        <>
          <Card>
            <h2 lang={paper.language} dir={paper.dir}>
              {paper.title}
            </h2>
            <English lang={paper.language} text={paper.english_title} />
            <p lang={paper.language} dir={paper.dir}>
              {paper.intro}
            </p>
            <ReadAloud text={paper.intro} lang={paper.language} />
            <English lang={paper.language} text={paper.english_intro} />
            <DraftNote edition={paper} />
            <EnglishSwitch lang={paper.language} />
          </Card>
          {paper.statements.map(one => (
            <Card key={one.key}>
              <OnePromise edition={paper} statement={one} />
            </Card>
          ))}
        </>
      )}
      <Button wide href="/">
        {say("pwa.not_here.go")}
      </Button>
    </Screen>
  );
}
