import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { IssuedLink } from "../../../api/types";
import { clock, day, dayOf } from "../../../i18n/dates";
import { say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Mark } from "../../../parts/icon/Icon";
import { useMe } from "../../../session";
import "./staff.css";

/**
 * A link that was made, shown this once, to be copied or handed over on paper. `later` says how they sign in after it, `lost`
 * whom they ask for another.
 */
export function Slip(props: { name: string; link: IssuedLink; later: ComponentChild; lost: ComponentChild }) {
  const { link } = props;
  const me = useMe();
  const [copied, setCopied] = useState<boolean>();
  const copy = () => {
    // Not every browser has a clipboard, and none without https.
    const wrote = navigator.clipboard?.writeText(link.url) ?? Promise.reject(new Error("no clipboard"));
    wrote.then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <>
      <p class="no-print" role="status">
        <b>{say("pwa.staff.once")}</b>
      </p>
      <article class="slip">
        <header>
          <Mark />
          <div>
            <span class="muted">
              <bdi>{me.school.name}</bdi>
            </span>
            <h3>
              <bdi>{props.name}</bdi>
            </h3>
          </div>
        </header>
        <p class="url" dir="ltr">
          {link.url}
        </p>
        <ol class="plain-list">
          <li>{say("pwa.staff.step_open")}</li>
          <li>{say("pwa.staff.step_choose")}</li>
          <li>{props.later}</li>
        </ol>
        <p>
          <b>{say("pwa.staff.ends", { Day: day(dayOf(link.ends)), Time: clock(link.ends) })}</b>{" "}
          {say("pwa.staff.nobody_else")}
        </p>
        <p class="muted">{props.lost}</p>
      </article>
      <div class="side no-print">
        <Button look="go" symbol="copy" onPress={copy}>
          {say("pwa.staff.copy")}
        </Button>
        <Button symbol="print" onPress={() => print()}>
          {say("pwa.print")}
        </Button>
      </div>
      <p class="no-print" role="status">
        {copied === undefined ? "" : say(copied ? "pwa.staff.copied" : "pwa.staff.not_copied")}
      </p>
    </>
  );
}
