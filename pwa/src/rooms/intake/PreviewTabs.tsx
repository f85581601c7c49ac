import type { Import, ImportProblem } from "../../api/types";
import { Say, say, sayCode, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Empty } from "../../parts/empty/Empty";
import { Pill } from "../../parts/pill/Pill";
import { Row, Rows } from "../../parts/rows/Rows";
import { initial } from "../../parts/shell/Screen";
import { Table } from "../../parts/table/Table";
import { Tick } from "../../parts/tick/Tick";

/** What a preview lists is cut here: more lines than anybody reads would only make the page slow. */
const LINES = 200;

const place = (one: { class?: string; year?: string }) =>
  [one.class, one.year && sayCode("pwa.year.", one.year)].filter(Boolean).join(" · ");

/** Staff are called "Ms Hall": each face would say M. */
const face = (of: Import, name: string) => (of.kind === "staff" ? initial(name) : undefined);

function More(props: { of: number }) {
  return props.of > 0 ? <p class="muted">{sayMany("pwa.import.more", props.of)}</p> : null;
}

/** Records that are not here yet. */
export function New(props: { of: Import }) {
  const { of } = props;
  if (of.new_all === 0) return <Empty title={say("pwa.import.no_new")} />;
  return (
    <>
      <Rows label={say("pwa.import.new_list")}>
        {of.new.slice(0, LINES).map(one => (
          <Row key={one.id} name={one.name} symbol={face(of, one.name)} about={<bdi>{place(one)}</bdi>} />
        ))}
      </Rows>
      <More of={of.new_all - Math.min(LINES, of.new.length)} />
    </>
  );
}

/** Records that the file has otherwise: what stands here, and what would. */
export function Changed(props: { of: Import }) {
  const { of } = props;
  if (of.changed_all === 0) return <Empty title={say("pwa.import.no_changed")} />;
  return (
    <>
      <Table
        label={say("pwa.import.changed_list")}
        rows={of.changed.slice(0, LINES)}
        id={one => `${one.what} ${one.name} ${one.row}`}
        columns={[
          {
            head: say("pwa.import.who"),
            cell: one => (
              <>
                <b>
                  <bdi>{one.name}</bdi>
                </b>
                {one.of && (
                  <span class="muted">
                    {" "}
                    <Say k="pwa.import.of" with={{ Name: one.of }} />
                  </span>
                )}
              </>
            ),
          },
          {
            head: say("pwa.import.what_changes"),
            cell: one => (
              <ul class="plain-list">
                {one.fields.map(field => (
                  <li key={field.field}>
                    {sayCode("intake.field.", field.field)}:{" "}
                    {field.old && (
                      <del>
                        <bdi>{field.old}</bdi>
                      </del>
                    )}{" "}
                    <bdi>{field.new || "–"}</bdi>
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      <More of={of.changed_all - Math.min(LINES, of.changed.length)} />
    </>
  );
}

/** Those whom the file no longer has. Nobody leaves unless somebody says so; nothing is deleted either way. */
export function Leaving(props: {
  of: Import;
  chosen: ReadonlySet<string>;
  onChosen: (next: ReadonlySet<string>) => void;
}) {
  const { of, chosen, onChosen } = props;
  if (of.leaving.length === 0) return <Empty title={say("pwa.import.no_leaving")} />;
  const all = chosen.size === of.leaving.length;
  return (
    <Card>
      <p>{say("pwa.import.leaving_about")}</p>
      <p>
        <Button small onPress={() => onChosen(all ? new Set() : new Set(of.leaving.map(one => one.id)))}>
          {all ? say("pwa.import.none_left") : sayMany("pwa.import.all_left", of.leaving.length)}
        </Button>
      </p>
      <div>
        {of.leaving.map(one => (
          <Tick
            key={one.id}
            label={<bdi>{one.name}</bdi>}
            about={<bdi>{place(one)}</bdi>}
            value={chosen.has(one.id)}
            onValue={yes => {
              const next = new Set(chosen);
              if (yes) next.add(one.id);
              else next.delete(one.id);
              onChosen(next);
            }}
          />
        ))}
      </div>
    </Card>
  );
}

const TONES = { stops: "bad", left_out: "bad", asks: "due", notes: undefined } as const;

/** What should be looked at, where it stands in the file, and what the import makes of it. */
export function Problems(props: { of: Import }) {
  const { of } = props;
  if (of.problems.length === 0) return <Empty title={say("pwa.import.no_problems")} />;
  return (
    <>
      <p>{say("pwa.import.problems_about")}</p>
      <Table<ImportProblem>
        label={say("pwa.import.problems_list")}
        rows={of.problems.slice(0, LINES)}
        id={one => `${one.row} ${one.field} ${one.title}`}
        columns={[
          { head: say("pwa.import.row"), cell: one => one.row },
          {
            head: say("pwa.import.column"),
            cell: one => <bdi>{one.header || (one.field ? sayCode("intake.field.", one.field) : "–")}</bdi>,
          },
          { head: say("pwa.import.value"), cell: one => (one.value ? <bdi>{one.value}</bdi> : "–") },
          {
            head: say("pwa.import.reason"),
            cell: one => (
              <>
                {one.title} <Pill tone={TONES[one.weight]}>{say(`pwa.import.weight_${one.weight}`)}</Pill>
              </>
            ),
          },
        ]}
      />
      <More of={of.problems.length - Math.min(LINES, of.problems.length) + of.more_problems} />
    </>
  );
}
