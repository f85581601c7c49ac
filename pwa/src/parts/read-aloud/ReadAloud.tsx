import { useEffect, useState } from "preact/hooks";
import { say } from "../../i18n/say";
import { useStore } from "../../store";
import { lookForVoices, readAloud, reading, stop, voiceFor, voices } from "./voices";

/**
 * Reads a text aloud in the text's own language, where this device has a voice for it; elsewhere there is no button.
 * Pressing again stops it, and so does leaving.
 */
export function ReadAloud(props: { text: string; lang: string }) {
  return <OneText key={`${props.lang} ${props.text}`} {...props} />;
}

function OneText(props: { text: string; lang: string }) {
  const { text, lang } = props;
  const [who] = useState({});
  const all = useStore(voices);
  const mine = useStore(reading) === who;
  useEffect(lookForVoices, []);
  useEffect(
    () => () => {
      if (reading.get() === who) stop();
    },
    [who],
  );
  if (!voiceFor(lang, all)) return null;
  return (
    <button
      type="button"
      class="read-aloud"
      aria-pressed={mine}
      onClick={() => (mine ? stop() : readAloud(who, text, lang))}
    >
      <svg class="symbol flips" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path
          d={mine ? "M7 6v12M17 6v12" : "M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9.5a4 4 0 010 5M18 7a7.5 7.5 0 010 10"}
        />
      </svg>
      {say(mine ? "pwa.read_aloud.stop" : "pwa.read_aloud.start")}
    </button>
  );
}
