import { Fragment } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Dialog } from "../../parts/dialog/Dialog";
import { Empty } from "../../parts/empty/Empty";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { useMe } from "../../session";
import { useStore } from "../../store";
import { batch, batchOf } from "./batch";
import { useBooks, usePrinting } from "./printing";
import { fitted, Sheet } from "./Sheet";
import type { Books } from "./words";
import "./sheet.css";

/** The letters on their sheets, as they come out of the printer. Their codes are on this screen and nowhere else. */
export default function LettersPrint() {
  const me = useMe();
  const { route } = useLocation();
  useStore(batch);
  const own = batchOf(me.person.id);
  const letters = own?.letters ?? [];
  const books = useBooks(letters);
  const [job, setJob] = usePrinting();
  const [asking, setAsking] = useState(false);
  const sheets = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands on the sheets decides how large it can be
  useLayoutEffect(() => {
    // English alone has room to spare.
    fitted([...(sheets.current?.querySelectorAll<HTMLElement>(".sheet:not(.only)") ?? [])]);
  }, [own, books.data]);
  const finish = () => {
    batch.set(null);
    route("/letters");
  };
  if (!own) {
    return (
      <Screen title={say("pwa.letters.print_title")} narrow>
        <Empty title={say("pwa.letters.nothing_here")}>
          <p>{say("pwa.letters.nothing_here_about")}</p>
          <Button look="go" href="/letters">
            {say("pwa.letters.title")}
          </Button>
        </Empty>
      </Screen>
    );
  }
  return (
    <Screen title={say("pwa.letters.print_title")}>
      <Card tone="sun">
        <p role="status">
          <b>{sayMany("pwa.letters.ready", letters.length)}</b> {say("pwa.letters.once")}
        </p>
        {books.data && letters.length > 0 && (
          <div class="side">
            <Button look="go" symbol="print" onPress={() => setJob({})}>
              {sayMany("pwa.letters.print", letters.length)}
            </Button>
            <Button symbol="check" onPress={() => setAsking(true)}>
              {say("pwa.letters.done")}
            </Button>
          </div>
        )}
      </Card>
      {own.refused.length > 0 && (
        <Card tone="brick" title={sayMany("pwa.letters.refused", own.refused.length)}>
          <ul class="plain-list">
            {own.refused.map(one => (
              <li key={one.adult}>
                <bdi>{one.name}</bdi>: {one.title}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {letters.length === 0 && (
        <p>
          <Button onPress={finish}>{say("pwa.letters.back")}</Button>
        </p>
      )}
      {books.problem && <Problem of={books.problem} retry={books.again} />}
      {!books.data && !books.problem && <Loading rows={4} />}
      {books.data && (
        <div ref={sheets} class={job?.only ? "sheets one" : "sheets"}>
          {letters.map(one => (
            <Fragment key={one.adult}>
              <div class="side">
                <b class="grow">
                  <bdi>{one.name}</bdi>
                </b>
                <Button
                  small
                  symbol="print"
                  label={say("pwa.desk.for", { Action: say("pwa.letters.print_one"), Name: one.name })}
                  onPress={() => setJob({ only: one.adult })}
                >
                  {say("pwa.letters.print_one")}
                </Button>
              </div>
              <Sheet of={one} school={me.school} books={books.data as Books} chosen={one.adult === job?.only} />
            </Fragment>
          ))}
        </div>
      )}
      {asking && (
        <Dialog title={say("pwa.letters.done_title")} onClose={() => setAsking(false)}>
          <p>{say("pwa.letters.done_about")}</p>
          <div class="side">
            <Button look="go" onPress={finish}>
              {say("pwa.letters.done_yes")}
            </Button>
            <Button onPress={() => setAsking(false)}>{say("pwa.letters.done_no")}</Button>
          </div>
        </Dialog>
      )}
    </Screen>
  );
}
