import { say } from "../../i18n/say";
import { Icon } from "../icon/Icon";

/**
 * "Tell someone": the coin in the middle of every screen. A plain link to a plain page, outside the app, so that it
 * works when nothing else does.
 */
export function TellButton(props: { slug?: string | undefined }) {
  return (
    <a class="tell" href={props.slug ? `/s/${props.slug}/help` : "/help"}>
      <span class="coin">
        <Icon name="talk" />
      </span>
      {say("pwa.tell_someone")}
    </a>
  );
}
