import type { Ruling } from "../../../api/types";
import { say } from "../../../i18n/say";
import { Card } from "../../../parts/card/Card";
import { Icon } from "../../../parts/icon/Icon";
import { WhyBox } from "../../../parts/why-box/WhyBox";

/** What the policy says of something that cannot be done now: what has to happen, from when, and its own sentence. */
export function RulingBox(props: { of: Ruling }) {
  const { of } = props;
  return (
    <Card tone="sun">
      <p class="side">
        <Icon name={of.verdict === "not_yet" ? "wait" : "no"} />
        <b class="grow">{of.title ?? say("pwa.ruling.no")}</b>
      </p>
      {of.why && <WhyBox why={of.why} open />}
    </Card>
  );
}
