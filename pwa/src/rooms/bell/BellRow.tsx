import { say } from "../../i18n/say";
import { Icon } from "../../parts/icon/Icon";

/** The way to have one's telephone say that there is something to read. */
export function BellRow() {
  return (
    <a class="row-link" href="/ringing">
      <Icon name="bell" />
      <span class="grow">{say("bell.offer")}</span>
      <Icon name="next" flips />
    </a>
  );
}
