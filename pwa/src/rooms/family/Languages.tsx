import { choose } from "../../boot";
import type { Language } from "../../i18n/catalogue";
import { say, useSpoken } from "../../i18n/say";
import { Dialog } from "../../parts/dialog/Dialog";
import { Problem } from "../../parts/problem/Problem";
import { languages } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import "./family.css";

interface Choosing {
  /** How a language is taken up: kept for the next time too, unless said otherwise. */
  by?: (what: Language) => Promise<void>;
  onDone?: () => void;
}

/**
 * Every language by its own name, a tap each. They are buttons: among radio buttons an arrow key would change the whole
 * page on its way to the language that is meant.
 */
export function Languages({ by = choose, onDone }: Choosing) {
  const spoken = useSpoken();
  const offered = useStore(languages);
  const pick = useAction(async (_intent, tag: string) => {
    const found = offered.find(one => one.tag === tag);
    if (found) await by(found);
    onDone?.();
  });
  if (offered.length < 2) return null;
  return (
    <>
      <nav class="tongues" aria-label={say("family.bar.language")}>
        {offered.map(one => (
          <button
            key={one.tag}
            type="button"
            lang={one.tag}
            dir={one.dir}
            aria-pressed={one.tag === spoken.tag}
            onClick={() => void pick.run(one.tag)}
          >
            {one.name}
          </button>
        ))}
      </nav>
      {pick.problem && <Problem of={pick.problem} retry={pick.retry} />}
    </>
  );
}

/** Another language, from a screen of somebody who has come in. */
export function LanguageSheet(props: { by?: (what: Language) => Promise<void>; onClose: () => void }) {
  return (
    <Dialog title={say("family.bar.language")} onClose={props.onClose}>
      <Languages {...(props.by && { by: props.by })} onDone={props.onClose} />
    </Dialog>
  );
}
