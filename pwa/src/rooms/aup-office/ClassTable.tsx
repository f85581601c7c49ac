import type { ClassProgress } from "../../api/office";
import { say, sayCode, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Table } from "../../parts/table/Table";
import { Zebra } from "../../parts/zebra/Zebra";

/** How many children have a signature of an adult, class by class, and in all. */
export function ClassTable(props: { of: readonly ClassProgress[]; chosen: string; onClass: (name: string) => void }) {
  const { of } = props;
  const sum = (what: (one: ClassProgress) => number) => of.reduce((all, one) => all + what(one), 0);
  const children = sum(one => one.children);
  const signed = sum(one => one.signed);
  const own = of.some(one => one.pupils_signed > 0);
  return (
    <section class="stack">
      <div class="signed-all">
        <p>
          <span class="figure">{signed}</span> <span class="muted">{sayMany("pwa.signed.of_children", children)}</span>
        </p>
        <Zebra done={signed} of={children} label={say("pwa.signed.all")} />
      </div>
      <Table
        label={say("pwa.signed.by_class")}
        rows={of}
        id={one => one.name}
        columns={[
          {
            head: say("pwa.classes"),
            cell: one => (
              <Button
                label={one.name}
                look={one.name === props.chosen ? "plain" : "quiet"}
                small
                onPress={() => props.onClass(one.name === props.chosen ? "" : one.name)}
              >
                <bdi>{one.name}</bdi> · {sayCode("pwa.year.", one.year)}
              </Button>
            ),
          },
          {
            head: say("pwa.signed.column"),
            cell: one => (
              <span class="how-far">
                <span>{say("pwa.signed.of", { Signed: one.signed, Children: one.children })}</span>
                <Zebra done={one.signed} of={one.children} label={say("pwa.signed.in_class", { Class: one.name })} />
              </span>
            ),
          },
          ...(own
            ? [{ head: say("pwa.signed.pupils"), cell: (one: ClassProgress) => (one.pupils_signed || "") as number }]
            : []),
        ]}
      />
    </section>
  );
}
