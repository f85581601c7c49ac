import { readFigures } from "../../api/deliveries";
import { say } from "../../i18n/say";
import { Chips } from "../../parts/chips/Chips";
import { Empty } from "../../parts/empty/Empty";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { useLoad } from "../../use/load";
import { SPANS } from "./address";
import { FigureTable } from "./FigureTable";
import { inOrder } from "./matters";
import { TestNotice } from "./TestNotice";

/** How messages arrive, by kind and by nobody's name; and a notice to oneself, that says what failed. */
export function Arrive(props: { days: number; onDays: (days: number) => void }) {
  const { days } = props;
  const figures = useLoad(String(days), signal => readFigures(days, signal));
  const kinds = figures.data && inOrder(figures.data.kinds, one => one.kind).filter(one => one.sent > 0);
  return (
    <>
      <TestNotice />
      <section class="stack">
        <h2>{say("delivery.figures.title")}</h2>
        <p class="muted">{say("delivery.figures.about")}</p>
        <Chips
          label={say("delivery.figures.span")}
          value={String(days)}
          onValue={value => props.onDays(Number(value))}
          options={SPANS.map(n => ({ value: String(n), label: say("delivery.figures.days", { Days: n }) }))}
        />
        {figures.problem && <Problem of={figures.problem} retry={figures.again} />}
        {!figures.data && !figures.problem && <Loading rows={4} />}
        {kinds?.length === 0 && <Empty title={say("delivery.figures.none")} />}
        {kinds && kinds.length > 0 && <FigureTable of={kinds} />}
      </section>
    </>
  );
}
