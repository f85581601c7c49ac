import type { Why } from "../../api/types";
import { Say, say } from "../../i18n/say";
import { Icon } from "../icon/Icon";

/** "Why?" with the school's own sentence and its §. Open where something was refused, else a press away. */
export function WhyBox(props: { why: Why; open?: boolean }) {
  return (
    <details class="why-box" open={props.open}>
      <summary>
        <Icon name="policy" />
        <span class="grow">{say("pwa.why.title")}</span>
        <Icon name="down" />
      </summary>
      <p class="sentence">
        <b>
          <Say k="pwa.why.policy" with={{ Section: props.why.section }} />
        </b>{" "}
        <q>
          <bdi lang="en">{props.why.sentence}</bdi>
        </q>
      </p>
    </details>
  );
}
