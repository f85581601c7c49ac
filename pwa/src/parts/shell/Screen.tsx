import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Me } from "../../api/types";
import { say } from "../../i18n/say";
import { door, kindOf, useSession } from "../../session";
import { useStore } from "../../store";
import { Mark } from "../icon/Icon";
import { LinkPill } from "./LinkPill";
import { WhoSheet } from "./WhoSheet";

// Style: frame.css, which is part of the first page's, and shell.css.

/** True for the first screen after a load: its heading must not take the focus from the reader. */
let first = true;

/**
 * One screen: its heading beside the sign, whose school it is, whether what was changed is saved, who is signed in.
 * Opening it names the tab and moves the focus to its heading, unless something on it wants the focus itself.
 */
export function Screen(props: {
  title: string;
  /** What the browser's tab and history say, where the heading names a person. */
  tab?: string;
  narrow?: boolean;
  /** Something on the screen takes the focus when it opens. */
  focused?: boolean;
  /** What the heading says, where it is more than the tab's title: a name has no business in a browser's history. */
  heading?: ComponentChildren;
  /** What stands over the heading instead of the school's name. */
  place?: string;
  /** Beside the heading. */
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const someone = useSession();
  const me = someone && kindOf(someone) === "staff" ? (someone as Me) : null;
  const school = useStore(door);
  // A family may belong to two schools: the cards of its screens say which, and no heading says one of them.
  const place = props.place ?? someone?.school.name ?? school?.name;
  const [who, setWho] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const { title, focused } = props;
  const tab = props.tab ?? title;
  useEffect(() => {
    document.title = `${tab} · ${place || "Lollipop"}`;
  }, [tab, place]);
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
              {place}
            </span>
            <LinkPill />
          </div>
          <h1 ref={heading} tabIndex={-1}>
            {props.heading ?? title}
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
