import { say, useSpoken } from "../../i18n/say";
import { Icon } from "../icon/Icon";

/**
 * "Tell someone": the coin in the middle of every screen. It loads a page of its own, in which nobody is signed in: the
 * school's form, or help where no school is known. Where the app is not there at all, Go's coin leads to plain help.
 */
export function TellButton(props: { slug?: string | undefined }) {
  const { tag } = useSpoken(); // plain help reads no cookie: the address says the language
  return (
    <a class="tell" href={props.slug ? `/s/${props.slug}/page` : `/help?lang=${tag}`}>
      <span class="coin">
        <Icon name="talk" />
      </span>
      {say("pwa.tell_someone")}
    </a>
  );
}
