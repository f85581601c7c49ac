import { Fragment } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Delivery } from "../../api/deliveries";
import { say, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { useMe } from "../../session";
import { useBooks, usePrinting } from "../letters/printing";
import { fitted } from "../letters/Sheet";
import type { Books } from "../letters/words";
import { Message } from "./Message";
import "../letters/sheet.css";

/** A sheet for each adult, in the family's language with English beside it, as they come out of the printer. */
export function Sheets(props: { of: readonly Delivery[] }) {
  const me = useMe();
  const { of } = props;
  const books = useBooks(of);
  const [job, setJob] = usePrinting();
  const sheets = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands on the sheets decides how large it can be
  useLayoutEffect(() => {
    fitted([...(sheets.current?.querySelectorAll<HTMLElement>(".sheet") ?? [])]);
  }, [of, books.data]);
  return (
    <>
      <Card tone="sun">
        <p role="status">
          <b>{sayMany("delivery.sheets_ready", of.length)}</b> {say("delivery.sheets_about")}
        </p>
        {books.data && (
          <div class="side">
            <Button look="go" symbol="print" onPress={() => setJob({})}>
              {sayMany("delivery.sheets_print", of.length)}
            </Button>
          </div>
        )}
      </Card>
      {books.problem && <Problem of={books.problem} retry={books.again} />}
      {!books.data && !books.problem && <Loading rows={4} />}
      {books.data && (
        <div ref={sheets} class={job?.only ? "sheets one" : "sheets"}>
          {of.map(one => (
            <Fragment key={one.id}>
              <div class="side">
                <b class="grow">
                  <bdi>{one.adult.name}</bdi>
                </b>
                <Button
                  small
                  symbol="print"
                  label={say("pwa.desk.for", { Action: say("pwa.letters.print_one"), Name: one.adult.name })}
                  onPress={() => setJob({ only: one.id })}
                >
                  {say("pwa.letters.print_one")}
                </Button>
              </div>
              <Message of={one} school={me.school} books={books.data as Books} chosen={one.id === job?.only} />
            </Fragment>
          ))}
        </div>
      )}
    </>
  );
}
