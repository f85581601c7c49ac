import type { Today } from "../../../api/types";
import { say, sayMany } from "../../../i18n/say";
import { Count } from "../../../parts/count/Count";
import { Zebra } from "../../../parts/zebra/Zebra";

/** The day in three large numbers: what is at the office or which classes are checked, and what the school keeps. */
export function Figures(props: { of: Today }) {
  const { of } = props;
  const checked = of.classes.filter(one => one.checked).length;
  const exceptions = of.classes.reduce((sum, one) => sum + one.exceptions, 0);
  return (
    <div class="figures">
      {of.mode === "hand_in" && (
        <>
          <Count label={say("pwa.today.held")} value={of.held} />
          <Count label={say("pwa.today.uncollected")} value={of.uncollected.length} />
        </>
      )}
      {of.mode === "class_check" && of.open && (
        <>
          <Count label={say("pwa.today.checked")} value={checked}>
            {sayMany("pwa.today.of_classes", of.classes.length)}
            <Zebra done={checked} of={of.classes.length} label={say("pwa.today.checked")} />
          </Count>
          <Count label={say("pwa.today.found")} value={exceptions} />
        </>
      )}
      <Count label={say("pwa.kept.title")} value={of.kept.length} />
    </div>
  );
}
