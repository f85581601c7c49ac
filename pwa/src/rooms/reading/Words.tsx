import { say } from "../../i18n/say";
import { Pill } from "../../parts/pill/Pill";
import { Tongue } from "../../parts/tongue/Tongue";

/**
 * Words as somebody wrote them: text alone, with its language and its own direction. An address in it is letters and
 * leads nowhere: what a child was sent is opened by nobody from here.
 */
export function Words(props: { text: string; language?: string | undefined }) {
  return (
    <p class="written">
      <bdi lang={props.language || undefined} dir="auto">
        {props.text}
      </bdi>
    </p>
  );
}

/** That words are in another language than English, and nobody translated them. */
export function Untranslated(props: { language?: string | undefined }) {
  if (!props.language || props.language.split("-")[0] === "en") return null;
  return (
    <p>
      <Pill tone="due" symbol="globe">
        <span>
          {say("reading.untranslated")} <Tongue tag={props.language} />
        </span>
      </Pill>
    </p>
  );
}
