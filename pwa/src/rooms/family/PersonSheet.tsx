import { post } from "../../api/send";
import { Say, say, sayMany } from "../../i18n/say";
import { waiting } from "../../keep/keep";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Icon } from "../../parts/icon/Icon";
import { Pill } from "../../parts/pill/Pill";
import { Problem } from "../../parts/problem/Problem";
import { actAs, useFamily } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import { leaveFamily } from "./leave";
import { useActing } from "./person";

/** Who of the family is here, somebody else of them, and the way out. */
export function PersonSheet(props: { onClose: () => void }) {
  const { people } = useFamily();
  const person = useActing();
  const unsent = useStore(waiting);
  const out = useAction(async intent => {
    await post("/api/sign-out", { body: {} }, intent);
    await leaveFamily();
  });
  const others = people.filter(one => one !== person);
  return (
    <Dialog title={<bdi>{person?.name}</bdi>} onClose={props.onClose}>
      {person?.seats.map(seat => (
        <p key={seat.id}>
          <Say k="family.sheet.at" with={{ School: seat.school.name }} />
        </p>
      ))}
      <a class="row-link" href="/ringing" onClick={props.onClose}>
        <Icon name="bell" />
        <span class="grow">{say("courier.title")}</span>
        <Icon name="next" flips />
      </a>
      {others.length > 0 && (
        <div class="stack">
          <h3>{say("family.who.switch")}</h3>
          {others.map(one => (
            <Button
              key={one.seats[0]?.id}
              symbol="person"
              wide
              onPress={() => {
                actAs(one.seats[0]?.id ?? "");
                props.onClose();
              }}
            >
              <bdi>{one.name}</bdi>
            </Button>
          ))}
        </div>
      )}
      <div class="stack">
        {unsent.length > 0 && <Pill tone="bad">{sayMany("family.sheet.unsent", unsent.length)}</Pill>}
        <p class="muted">{say("family.sheet.out_about")}</p>
        {out.problem && <Problem of={out.problem} retry={out.retry} />}
        <Button symbol="out" busy={out.busy} wide onPress={() => void out.run()}>
          {say("family.sheet.out")}
        </Button>
      </div>
    </Dialog>
  );
}
