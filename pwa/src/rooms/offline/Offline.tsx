import { useEffect, useState } from "preact/hooks";
import { say, sayMany, useSpoken } from "../../i18n/say";
import { seated, waiting } from "../../keep/keep";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Icon } from "../../parts/icon/Icon";
import { Row, Rows } from "../../parts/rows/Rows";
import { Screen } from "../../parts/shell/Screen";
import { reach } from "../../reach";
import { door } from "../../session";
import { useStore } from "../../store";
import { RingSchool } from "../family/RingSchool";
import { type KeptSchool, keptSchools } from "./kept";

/** What can be done while the server cannot be reached: read, find help, see what waits. It knows of nobody. */
export default function Offline() {
  const spoken = useSpoken();
  const kept = useStore(waiting);
  const [schools, set] = useState<KeptSchool[]>();
  const [busy, setBusy] = useState(false);
  const [still, setStill] = useState(false);
  useEffect(() => {
    void seated([]);
    void keptSchools(spoken.tag).then(found => {
      set(found);
      const [only, another] = found;
      // The coin then leads to that school's own page, which is kept too.
      if (only && !another) door.set({ id: "", ...only });
    });
  }, [spoken.tag]);
  const tryAgain = async () => {
    setBusy(true);
    setStill(!(await reach()));
    setBusy(false);
  };
  return (
    <Screen title={say("offline.title")} narrow>
      <p class="lead">{say("offline.about")}</p>
      {kept.length > 0 && (
        <Card title={say("offline.waits")} tone="sun">
          <p>{sayMany("offline.kept", kept.length)}</p>
        </Card>
      )}
      {schools?.map(school => (
        <Card key={school.slug} title={<bdi>{school.name}</bdi>}>
          <Rows label={say("offline.documents")}>
            {school.documents.map(one => (
              <Row
                key={one.edition}
                name={one.title}
                href={`/read/${school.slug}/${one.edition}`}
                symbol={<Icon name="sheet" />}
              />
            ))}
          </Rows>
          <RingSchool name={school.name} phone={school.phone} />
          <Button wide symbol="talk" href={`/s/${school.slug}/page`}>
            {say("offline.tell")}
          </Button>
        </Card>
      ))}
      {schools?.length === 0 && (
        <Card>
          <p>{say("offline.nothing")}</p>
          <Button wide symbol="talk" href={`/help?lang=${spoken.tag}`}>
            {say("offline.tell")}
          </Button>
        </Card>
      )}
      <div role="status">{still && <p>{say("offline.still")}</p>}</div>
      <Button look="go" wide busy={busy} onPress={() => void tryAgain()}>
        {say("offline.again")}
      </Button>
    </Screen>
  );
}
