import { post } from "../../api/send";
import type { FactorNews } from "../../api/types";
import { clock, day, dayOf } from "../../i18n/dates";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Problem } from "../../parts/problem/Problem";
import { refresh } from "../../session";
import { useAction } from "../../use/action";
import "./factor.css";

const KEYS = {
  added: "pwa.factor.news_added",
  removed: "pwa.factor.news_removed",
  codes: "pwa.factor.news_codes",
  reset: "pwa.factor.news_reset",
} as const;

/** What became of somebody's second step since they were last here: if it was not them, somebody has their passphrase. */
export default function News(props: { of: FactorNews }) {
  const { what, at } = props.of;
  const seen = useAction(async intent => {
    await post("/api/factor/read", { body: {} }, intent);
    await refresh();
  });
  return (
    <div class="factor-news no-print" role="status">
      <p>
        <b>{say(KEYS[what], { Day: day(dayOf(at)), Time: clock(at) })}</b> {say("pwa.factor.news_not_you")}
      </p>
      {seen.problem && <Problem of={seen.problem} retry={seen.retry} />}
      <div class="side">
        <Button small busy={seen.busy} onPress={() => seen.run()}>
          {say("pwa.factor.news_me")}
        </Button>
        <Button small look="quiet" href="/factor">
          {say("pwa.factor.news_look")}
        </Button>
      </div>
    </div>
  );
}
