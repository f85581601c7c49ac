import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { speak } from "../../boot";
import { say, useSpoken } from "../../i18n/say";
import { Icon } from "../../parts/icon/Icon";
import { Screen } from "../../parts/shell/Screen";
import { languages } from "../../session";
import { useStore } from "../../store";
import { LanguageSheet } from "../family/Languages";
import "./pupil.css";

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
      {/* For as long as this child is here: the tablet keeps nothing, and the next child gets its own. */}
      {open && <LanguageSheet by={speak} onClose={() => set(false)} />}
    </Screen>
  );
}
