import { useId, useState } from "preact/hooks";
import { say } from "../../i18n/say";
import { Icon } from "../../parts/icon/Icon";

/** A place to drop a file on, and a button that chooses one: the label of a file input, so that every way works. */
export function DropFile(props: { onFile: (file: File) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the input inside is the way for all
    <div
      class={over ? "drop over" : "drop"}
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (file) props.onFile(file);
      }}
    >
      <input
        id={id}
        type="file"
        accept=".csv,text/csv,text/plain"
        onChange={event => {
          const file = event.currentTarget.files?.[0];
          // Emptied, so that the same file can be chosen again once it has been mended.
          event.currentTarget.value = "";
          if (file) props.onFile(file);
        }}
      />
      <label for={id}>
        <Icon name="file_in" />
        <span>
          <b>{say("pwa.import.choose")}</b>
          <span class="muted">{say("pwa.import.drop")}</span>
        </span>
      </label>
    </div>
  );
}
