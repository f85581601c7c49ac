import { say, useSpoken } from "../../i18n/say";
import { useWords } from "./words";

/** A receipt: five pictures with their words in the reader's language, in their order. */
export function FiveWords(props: { receipt: string }) {
  const { tag } = useSpoken();
  const words = useWords();
  const five = words?.say(tag, props.receipt);
  if (!five) return <p role="status">{say("pwa.loading")}</p>;
  return (
    <ol class="five">
      {five.map((one, i) => (
        <li key={i}>
          <span class="emoji" aria-hidden="true">
            {one.picture}
          </span>
          <b lang={one.lang}>{one.word}</b>
        </li>
      ))}
    </ol>
  );
}
