import type { ComponentChildren } from "preact";
import type { Why } from "../../api/types";
import { Say, say } from "../../i18n/say";
import { Icon } from "../icon/Icon";

/**
 * "Why?" with the school's own sentence and its §, in the language in which school wrote it. Open where something was
 * refused, else a press away. What is inside is the reason in the reader's words.
 */
export function WhyBox(props: { why: Why; open?: boolean; label?: string; children?: ComponentChildren }) {
  return (
    <details class="why-box" open={props.open}>
      <summary>
        <Icon name="policy" />
        <span class="grow">{props.label ?? say("pwa.why.title")}</span>
        <Icon name="down" />
      </summary>
      {props.children && <p class="sentence">{props.children}</p>}
      <p class="sentence">
        <b>
          <Say k="pwa.why.policy" with={{ Section: props.why.section }} />
        </b>{" "}
        <q class="theirs" lang="en" dir="ltr">
          {props.why.sentence}
        </q>
      </p>
    </details>
  );
}
