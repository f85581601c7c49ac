import type { Due } from "../../api/family";
import { speak } from "../../boot";
import { Say, say, useSpoken } from "../../i18n/say";
import { Chips } from "../../parts/chips/Chips";
import { Problem } from "../../parts/problem/Problem";
import { languages } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import { editionFor } from "../aup/papers";

/**
 * "Read it in …": the document in every language that it is in, each by its own name, in the order in which the school's
 * server offers them to this child: with support the language of home first, then easy-read. A first one that is not on
 * screen is named as worth a try, and no more: whoever taps "Start" reads what stands there.
 *
 * Policy: education.vulnerable.differentiated (AR 5.1.1/2, BG 5.2/2)
 */
export function ReadIn(props: { due: Due }) {
  const { due } = props;
  const spoken = useSpoken();
  const offered = useStore(languages);
  const pick = useAction(async (_intent, tag: string) => {
    const found = offered.find(one => one.tag === tag);
    if (found) await speak(found);
  });
  // The screen's own sentences come with it, so only what the whole app speaks can be chosen.
  const choices = due.editions.flatMap(one => offered.find(each => each.tag === one.language) ?? []);
  if (choices.length < 2) return null;
  const shown = editionFor(due, spoken.tag);
  const now = due.editions.find(one => one.edition === shown)?.language ?? "";
  // English is first for whoever the server suggests nothing to.
  const first = choices[0];
  return (
    <div class="read-in">
      <p>{say("pupil.hello.read_in")}</p>
      <Chips
        label={say("pupil.hello.read_in")}
        value={now}
        onValue={tag => void pick.run(tag)}
        options={choices.map(one => ({ value: one.tag, label: one.name, lang: one.tag, dir: one.dir }))}
      />
      {first && first.tag !== "en" && first.tag !== now && (
        <p class="child-note">
          <Say
            k="pupil.hello.try"
            with={{
              Language: (
                <b lang={first.tag} dir={first.dir}>
                  {first.name}
                </b>
              ),
            }}
          />
        </p>
      )}
      {pick.problem && <Problem of={pick.problem} retry={pick.retry} />}
    </div>
  );
}
