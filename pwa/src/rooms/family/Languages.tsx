import { choose } from "../../boot";
import { say, useSpoken } from "../../i18n/say";
import { Problem } from "../../parts/problem/Problem";
import { languages } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import "./family.css";

/** Every language by its own name, one tap away, for somebody who has not come in yet. */
export function Languages() {
  const spoken = useSpoken();
  const offered = useStore(languages);
  const pick = useAction(async (_intent, tag: string) => {
    const found = offered.find(one => one.tag === tag);
    if (found) await choose(found);
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
