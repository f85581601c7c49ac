import type { ClassState } from "../../../api/types";
import { clock } from "../../../i18n/dates";
import { Say, say, sayMany } from "../../../i18n/say";
import { Icon } from "../../../parts/icon/Icon";
import { Pill } from "../../../parts/pill/Pill";

/**
 * Today's class checks: first the classes that nobody has checked yet, then who checked the others and what was found.
 *
 * Policy: phones.hand_in (BG 9.3/2).
 */
export function ClassChecks(props: { classes: readonly ClassState[] }) {
  const open = props.classes.filter(one => !one.checked);
  const done = props.classes.filter(one => one.checked);
  return (
    <section class="stack">
      <h2>{say("pwa.today.classes")}</h2>
      {open.length === 0 ? (
        <p class="all-well">
          <Icon name="check" />
          {say("pwa.today.all_checked")}
        </p>
      ) : (
        <div class="unchecked">
          <h3>{sayMany("pwa.today.not_checked", open.length)}</h3>
          <ul>
            {open.map(one => (
              <li key={one.class}>
                <bdi>{one.class}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      {done.length > 0 && (
        <ul class="checks" aria-label={say("pwa.today.checked")}>
          {done.map(one => (
            <li key={one.class}>
              <b>
                <bdi>{one.class}</bdi>
              </b>
              {one.checked && (
                <span class="muted grow">
                  <Say k="pwa.today.checked_by" with={{ Name: one.checked.by, Time: clock(one.checked.at) }} />
                </span>
              )}
              {one.exceptions > 0 ? (
                <Pill tone="due">{sayMany("pwa.today.exceptions", one.exceptions)}</Pill>
              ) : (
                <Pill tone="ok" symbol="check">
                  {say("pwa.today.all_off")}
                </Pill>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
