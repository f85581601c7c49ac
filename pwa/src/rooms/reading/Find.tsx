import { useRef, useState } from "preact/hooks";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Search } from "../../parts/field/Field";

/** A search in the words. It asks when it is sent and not at each letter: each search is recorded, and none is an address. */
export function Find(props: { busy: boolean; onFind: (text: string) => void }) {
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  return (
    <search>
      <form
        class="side find"
        autocomplete="off"
        onSubmit={event => {
          event.preventDefault();
          if (text.trim()) props.onFind(text.trim());
        }}
      >
        <Search label={say("reading.search")} value={text} onValue={setText} input={field} />
        <Button type="submit" symbol="search" busy={props.busy}>
          {say("reading.search_go")}
        </Button>
      </form>
    </search>
  );
}
