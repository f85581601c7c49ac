import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { speak } from "../../boot";
import { say, useSpoken } from "../../i18n/say";
import { Choice } from "../../parts/choice/Choice";
import { Dialog } from "../../parts/dialog/Dialog";
import { Icon } from "../../parts/icon/Icon";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { languages } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import "./pupil.css";

/** Another language for as long as this child is here: the tablet keeps nothing, and the next child gets its own. */
function LanguageSheet(props: { onClose: () => void }) {
  const spoken = useSpoken();
  const offered = useStore(languages);
  const pick = useAction(async (_intent, tag: string) => {
    const found = offered.find(one => one.tag === tag);
    if (found) await speak(found);
    props.onClose();
  });
  return (
    <Dialog title={say("pupil.language")} onClose={props.onClose}>
      <Choice
        legend={<span class="unseen">{say("pupil.language")}</span>}
        value={spoken.tag}
        onValue={tag => void pick.run(tag)}
        options={offered.map(one => ({
          value: one.tag,
          label: (
            <bdi lang={one.tag} dir={one.dir}>
              {one.name}
            </bdi>
          ),
        }))}
      />
      {pick.problem && <Problem of={pick.problem} retry={pick.retry} />}
    </Dialog>
  );
}

/**
 * A screen of a child at school. `tab` is what the browser may remember of it: never a name. The language is a tap away,
 * who is signed in stands only where the child is asked.
 */
export function ChildScreen(props: { title: string; tab: string; focused?: boolean; children: ComponentChildren }) {
  const spoken = useSpoken();
  const offered = useStore(languages);
  const [open, set] = useState(false);
  const language = offered.length > 1 && (
    <button type="button" class="child-language" aria-haspopup="dialog" onClick={() => set(true)}>
      <Icon name="globe" />
      <span class="unseen">{say("pupil.language")}</span>
      <bdi lang={spoken.tag}>{spoken.name}</bdi>
    </button>
  );
  return (
    <Screen title={props.title} tab={props.tab} narrow focused={props.focused ?? false} actions={language}>
      <div class="child">{props.children}</div>
      {open && <LanguageSheet onClose={() => set(false)} />}
    </Screen>
  );
}
