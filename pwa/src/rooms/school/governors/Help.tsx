import { useState } from "preact/hooks";
import type { Intent } from "../../../api/operation";
import { post } from "../../../api/send";
import type { Governor, IssuedLink } from "../../../api/types";
import { type Key, Say, say } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Problem } from "../../../parts/problem/Problem";
import { useMe } from "../../../session";
import { useAction } from "../../../use/action";
import { Slip } from "../staff/Slip";

/** What the chair does for a governor who cannot come in, or whose device is lost. */
export function Help(props: { to: Governor; onClose: () => void }) {
  const { to } = props;
  const me = useMe();
  const path = { id: to.id };
  const [made, setMade] = useState<IssuedLink>();
  const make = useAction(async intent => {
    setMade(await post("/api/governors/{id}/link", { path, body: {} }, intent));
  });
  return (
    <Dialog title={<Say k="pwa.governors.help_name" with={{ Name: to.name }} />} onClose={props.onClose}>
      {made ? (
        <Slip
          name={to.name}
          link={made}
          later={
            <Say k="pwa.governors.step_later" with={{ Address: new URL(made.url).host, School: me.school.slug }} />
          }
          lost={say("pwa.governors.lost")}
        />
      ) : (
        <>
          <p>{say("pwa.governors.link_before")}</p>
          {make.problem && <Problem of={make.problem} retry={make.retry} />}
          <Button look="go" wide busy={make.busy} onPress={() => make.run()}>
            {say("pwa.staff.link")}
          </Button>
          <p class="muted">{say("pwa.governors.one_of_two")}</p>
          {to.state === "two_steps" && (
            <Rare
              act={intent => post("/api/governors/{id}/factor/reset", { path, body: {} }, intent)}
              name="pwa.staff.reset"
              about="pwa.staff.reset_about"
              done="pwa.staff.reset_done"
            />
          )}
          {to.state !== "never" && (
            <Rare
              act={intent => post("/api/governors/{id}/sign-out", { path, body: {} }, intent)}
              name="pwa.governors.sign_out"
              about="pwa.governors.sign_out_about"
              done="pwa.governors.signed_out"
            />
          )}
        </>
      )}
    </Dialog>
  );
}

/** Something that is done seldom: what it does is said before, when it is asked for. */
function Rare(props: { act: (intent: Intent) => Promise<unknown>; name: Key; about: Key; done: Key }) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  const act = useAction(async intent => {
    await props.act(intent);
    setDone(true);
  });
  if (done) return <p role="status">{say(props.done)}</p>;
  return (
    <>
      <Button look="quiet" expanded={open} onPress={() => setOpen(!open)}>
        {say(props.name)}
      </Button>
      {open && (
        <div class="stack">
          <p>{say(props.about)}</p>
          {act.problem && <Problem of={act.problem} retry={act.retry} />}
          <Button look="danger" wide busy={act.busy} onPress={() => act.run()}>
            {say(props.name)}
          </Button>
        </div>
      )}
    </>
  );
}
