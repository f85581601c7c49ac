import { useEffect, useRef, useState } from "preact/hooks";
import { read } from "../../../api/send";
import { say, sayCode, sayMany } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Chips } from "../../../parts/chips/Chips";
import { Empty } from "../../../parts/empty/Empty";
import { Search } from "../../../parts/field/Field";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Row, Rows } from "../../../parts/rows/Rows";
import { Screen } from "../../../parts/shell/Screen";
import { may, useMe } from "../../../session";
import { useLoad } from "../../../use/load";

/** How long somebody has stopped typing before the server is asked, in milliseconds. */
const STOPPED = 250;

/** Every child with the adults around them: by name of either, or by class. */
export default function Families() {
  const me = useMe();
  const [typed, setTyped] = useState("");
  const [q, setQ] = useState("");
  const [classOf, setClassOf] = useState("");
  const [page, setPage] = useState(1);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      setQ(typed.trim());
      setPage(1);
    }, STOPPED);
    return () => clearTimeout(timer);
  }, [typed]);
  const query = { ...(q && { q }), ...(classOf && { class: classOf }), page };
  const list = useLoad(JSON.stringify(query), signal => read("/api/families", { query }, signal));
  const { data } = list;
  const pages = data ? Math.max(1, Math.ceil(data.total / data.size)) : 1;
  // Where nobody is known yet there is one thing to do, and nobody to look for.
  const bare = data?.total === 0 && !q && !typed && !classOf;
  return (
    <Screen
      title={say("pwa.families.title")}
      actions={
        !bare &&
        may(me, "import") && (
          <Button href="/import" symbol="file_in">
            {say("pwa.nav.imports")}
          </Button>
        )
      }
    >
      {!bare && (
        <>
          <Search label={say("pwa.families.search")} value={typed} onValue={setTyped} input={field} />
          <Chips
            label={say("pwa.classes")}
            value={classOf}
            onValue={value => {
              setClassOf(value);
              setPage(1);
            }}
            options={[
              { value: "", label: say("pwa.all") },
              ...me.all_classes.map(one => ({ value: one.name, label: one.name })),
            ]}
          />
        </>
      )}
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!data && !list.problem && <Loading rows={6} />}
      {data && data.total === 0 && (
        <Empty title={say(q || classOf ? "pwa.desk.nobody" : "pwa.families.none")}>
          {bare && may(me, "import") && (
            <Button href="/import" look="go" symbol="file_in">
              {say("pwa.families.import")}
            </Button>
          )}
        </Empty>
      )}
      {data && data.total > 0 && (
        <p class="muted" role="status">
          {sayMany("pwa.families.count", data.total)}
        </p>
      )}
      <Rows label={say("pwa.families.title")}>
        {(data?.items ?? []).map(({ pupil, contacts }) => (
          <Row
            key={pupil.id}
            name={pupil.name}
            href={`/pupils/${pupil.id}`}
            about={
              <>
                <bdi>{pupil.class}</bdi> · {sayCode("pwa.year.", pupil.year)}
                {contacts.filter(one => !one.gone).length > 0 && (
                  <>
                    {" · "}
                    <bdi>
                      {contacts
                        .filter(one => !one.gone)
                        .map(one => one.name)
                        .join(", ")}
                    </bdi>
                  </>
                )}
              </>
            }
          >
            {pupil.left_on && <Pill>{say("pwa.families.left")}</Pill>}
            {contacts.some(one => one.no_contact) && (
              <Pill tone="bad" symbol="no">
                {say("pwa.families.no_contact")}
              </Pill>
            )}
          </Row>
        ))}
      </Rows>
      {pages > 1 && (
        <nav class="side" aria-label={say("pwa.families.pages")}>
          <Button not={page > 1 ? undefined : say("pwa.families.first")} onPress={() => setPage(page - 1)}>
            {say("pwa.families.back")}
          </Button>
          <span>{say("pwa.families.page", { Page: page, Pages: pages })}</span>
          <Button not={page < pages ? undefined : say("pwa.families.last")} onPress={() => setPage(page + 1)}>
            {say("pwa.families.on")}
          </Button>
        </nav>
      )}
      {!bare && (
        <p>
          <Button href="/same-person" look="quiet" symbol="merge">
            {say("pwa.import.same_list")}
          </Button>
        </p>
      )}
    </Screen>
  );
}
