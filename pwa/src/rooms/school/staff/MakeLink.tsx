import { useState } from "preact/hooks";
import { post } from "../../../api/send";
import type { IssuedLink, StaffMember } from "../../../api/types";
import { Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Problem } from "../../../parts/problem/Problem";
import { useMe } from "../../../session";
import { useAction } from "../../../use/action";
import { Slip } from "./Slip";

/** A one-time link for a colleague: made when asked for, shown this once, to be copied or handed over on paper. */
export function MakeLink(props: { to: StaffMember; onClose: () => void }) {
  const { to } = props;
  const me = useMe();
  const [made, setMade] = useState<IssuedLink>();
  const make = useAction(async intent => {
    setMade(await post("/api/staff/{id}/link", { path: { id: to.id }, body: {} }, intent));
  });
  return (
    <Dialog title={<Say k="pwa.staff.link_for" with={{ Name: to.name }} />} onClose={props.onClose}>
      {made ? (
        <Slip
          name={to.name}
          link={made}
          later={
            <Say
              k="pwa.staff.step_later"
              with={{ Address: new URL(made.url).host, School: me.school.slug, Email: to.email }}
            />
          }
          lost={<Say k="pwa.staff.lost" with={{ Phone: <span dir="ltr">{me.school.phone}</span> }} />}
        />
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
