import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso";
import { say } from "../../../i18n/say";
import { Screen } from "../../../parts/shell/Screen";
import { may, useMe } from "../../../session";
import "./leave.css";

/** Who decides about lessons and sees colleagues' leave: the leadership team, as backend/people.Leadership. */
const LEADERS: ReadonlySet<string> = new Set(["head", "head_of_school", "deputy_head"]);

/** Whether the reader is of the leadership team. */
export const leads = (roles: readonly string[]) => roles.some(role => LEADERS.has(role));

/** The frame of the three screens about leave, with the way from one to the others that the reader may see. */
export function Leave(props: { actions?: ComponentChildren; children: ComponentChildren }) {
  const me = useMe();
  const { path } = useLocation();
  const tabs = [
    may(me, "exceptions") && { href: "/exceptions", label: say("pwa.leave.children") },
    may(me, "uses") && { href: "/uses", label: say("pwa.leave.lessons") },
    leads(me.roles) && { href: "/staff-leave", label: say("pwa.leave.staff") },
  ].filter(one => one !== false);
  return (
    <Screen title={say("pwa.leave.title")} narrow actions={props.actions}>
      {tabs.length > 1 && (
        <nav class="tabs" aria-label={say("pwa.leave.which")}>
          {tabs.map(one => (
            <a key={one.href} href={one.href} aria-current={path === one.href ? "page" : undefined}>
              {one.label}
            </a>
          ))}
        </nav>
      )}
      {props.children}
    </Screen>
  );
}
