import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../../i18n/say";
import { door, useSession } from "../../session";
import { useStore } from "../../store";
import { Mark } from "../icon/Icon";
import { LinkPill } from "./LinkPill";
import { WhoSheet } from "./WhoSheet";

// Style: shell.css, which is part of the first page's.

/** True for the first screen after a load: its heading must not take the focus from the reader. */
let first = true;

/**
 * One screen: its heading beside the sign, whose school it is, whether what was changed is saved, who is signed in.
 * Opening it names the tab and moves the focus to its heading, unless something on it wants the focus itself.
 */
export function Screen(props: {
  title: string;
  narrow?: boolean;
  /** Something on the screen takes the focus when it opens. */
  focused?: boolean;
  /** Beside the heading. */
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const me = useSession();
  const school = useStore(door);
  const [who, setWho] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const { title, focused } = props;
  useEffect(() => {
    document.title = `${title} · ${me?.school.name ?? school?.name ?? "Lollipop"}`;
  }, [title, me, school]);
  useEffect(() => {
    if (!first && !focused) heading.current?.focus({ preventScroll: true });
    first = false;
  }, [focused]);
  return (
    <>
      <header class="head">
        <Mark />
        <div class="title">
          <div class="over">
            <span class="school" dir="auto">
              {me?.school.name ?? school?.name}
            </span>
            <LinkPill />
          </div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
        </div>
        {me && (
          <button type="button" class="who" aria-haspopup="dialog" onClick={() => setWho(true)}>
            <span class="face" aria-hidden="true">
              {initial(me.person.name)}
            </span>
            <span class="unseen">{say("pwa.who.signed_in")}</span>
            <bdi>{me.person.name}</bdi>
          </button>
        )}
        {props.actions && <div class="actions">{props.actions}</div>}
      </header>
      <main id="main" class={props.narrow ? "main narrow" : "main"}>
        {props.children}
      </main>
      {who && <WhoSheet onClose={() => setWho(false)} />}
    </>
  );
}

/** "Mrs Hall" → "H": the last word's first letter, as colleagues say it. */
export function initial(name: string): string {
  const last = name.trim().split(/\s+/).at(-1) ?? "";
  return [...last][0] ?? "";
}
