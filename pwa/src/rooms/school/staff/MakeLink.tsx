import { useState } from "preact/hooks";
import { post } from "../../../api/send";
import type { IssuedLink, StaffMember } from "../../../api/types";
import { clock, day, dayOf } from "../../../i18n/dates";
import { Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Mark } from "../../../parts/icon/Icon";
import { Problem } from "../../../parts/problem/Problem";
import { useMe } from "../../../session";
import { useAction } from "../../../use/action";
import "./staff.css";

/** A one-time link for a colleague: made when asked for, shown this once, to be copied or handed over on paper. */
export function MakeLink(props: { to: StaffMember; onClose: () => void }) {
  const { to } = props;
  const [made, setMade] = useState<IssuedLink>();
  const make = useAction(async intent => {
    setMade(await post("/api/staff/{id}/link", { path: { id: to.id }, body: {} }, intent));
  });
  return (
    <Dialog title={<Say k="pwa.staff.link_for" with={{ Name: to.name }} />} onClose={props.onClose}>
      {made ? (
        <Made to={to} link={made} />
      ) : (
        <>
          <p>{say("pwa.staff.link_before")}</p>
          {make.problem && <Problem of={make.problem} retry={make.retry} />}
          <Button look="go" wide busy={make.busy} onPress={() => make.run()}>
            {say("pwa.staff.link")}
          </Button>
          <Reset to={to} />
        </>
      )}
    </Dialog>
  );
}

/** For a colleague who has lost every device and every code: rare, so it opens only when asked for. */
function Reset(props: { to: StaffMember }) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  const reset = useAction(async intent => {
    await post("/api/staff/{id}/factor/reset", { path: { id: props.to.id }, body: {} }, intent);
    setDone(true);
  });
  if (done) return <p role="status">{say("pwa.staff.reset_done")}</p>;
  return (
    <>
      <Button look="quiet" expanded={open} onPress={() => setOpen(!open)}>
        {say("pwa.staff.reset")}
      </Button>
      {open && (
        <div class="stack">
          <p>{say("pwa.staff.reset_about")}</p>
          {reset.problem && <Problem of={reset.problem} retry={reset.retry} />}
          <Button look="danger" wide busy={reset.busy} onPress={() => reset.run()}>
            {say("pwa.staff.reset")}
          </Button>
        </div>
      )}
    </>
  );
}

function Made(props: { to: StaffMember; link: IssuedLink }) {
  const { to, link } = props;
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
              <bdi>{to.name}</bdi>
            </h3>
          </div>
        </header>
        <p class="url" dir="ltr">
          {link.url}
        </p>
        <ol class="plain-list">
          <li>{say("pwa.staff.step_open")}</li>
          <li>{say("pwa.staff.step_choose")}</li>
          <li>
            <Say
              k="pwa.staff.step_later"
              with={{ Address: new URL(link.url).host, School: me.school.slug, Email: to.email }}
            />
          </li>
        </ol>
        <p>
          <b>{say("pwa.staff.ends", { Day: day(dayOf(link.ends)), Time: clock(link.ends) })}</b>{" "}
          {say("pwa.staff.nobody_else")}
        </p>
        <p class="muted">
          <Say k="pwa.staff.lost" with={{ Phone: <span dir="ltr">{me.school.phone}</span> }} />
        </p>
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
