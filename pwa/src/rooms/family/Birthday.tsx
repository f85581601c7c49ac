import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { LetterLook } from "../../api/family";
import { post } from "../../api/send";
import { choose } from "../../boot";
import { type Key, Say, say, useSpoken } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Icon } from "../../parts/icon/Icon";
import { Problem } from "../../parts/problem/Problem";
import { actAs, enter, session } from "../../session";
import { useAction } from "../../use/action";
import { readDay } from "./codes";
import { onward } from "./onward";
import { seatOf } from "./person";

// What was typed outlives the drawing anew that another language brings. It is gone once it was right.
const typed = { day: "", month: "" };

/** "When is Maryam's birthday?": day and month of the child whom the letter names, because children open letters. */
export function Birthday(props: { code: string; letter: LetterLook }) {
  const { route } = useLocation();
  const spoken = useSpoken();
  const id = useId();
  const [form, set] = useState({ ...typed });
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const put = (next: Partial<typeof typed>) => {
    Object.assign(typed, next);
    set({ ...typed });
  };
  const go = useAction(async intent => {
    const body = { code: props.code, day: readDay(form.day).day, month: Number(form.month) };
    const before = session.get();
    const me = enter(await post("/api/letters/use", { body, as: "" }, intent));
    if (me?.kind !== "family") return;
    Object.assign(typed, { day: "", month: "" });
    // Who has read this far in a language stays in it.
    void choose(spoken).catch(() => undefined);
    const seat = seatOf(me, before?.kind === "family" ? before : undefined, props.letter);
    actAs(seat);
    // The code leaves the address and the history with this.
    route(onward(`/sitting/${seat}`), true);
  });
  return (
    <form
      class="stack"
      onSubmit={event => {
        event.preventDefault();
        const incomplete = !readDay(form.day).day || !form.month;
        setMissing(incomplete);
        if (!incomplete) void go.run();
      }}
    >
      <fieldset class="birthday" aria-describedby={missing ? `${id}-wrong` : undefined}>
        <legend>
          <Say k="letter.page.birthday" with={{ Child: props.letter.child }} />
        </legend>
        <div class="field">
          <label for={`${id}-day`}>{say("letter.page.day")}</label>
          <input
            ref={field}
            id={`${id}-day`}
            class="box"
            dir="ltr"
            inputMode="numeric"
            autocomplete="off"
            maxLength={12}
            value={form.day}
            aria-invalid={(missing && !readDay(form.day).day) || undefined}
            onInput={event => {
              const { month } = readDay(event.currentTarget.value);
              put({ day: event.currentTarget.value, ...(month && { month: String(month) }) });
            }}
          />
        </div>
        <div class="field">
          <label for={`${id}-month`}>{say("letter.page.month")}</label>
          <select
            id={`${id}-month`}
            class="box"
            value={form.month}
            aria-invalid={(missing && !form.month) || undefined}
            onInput={event => put({ month: event.currentTarget.value })}
          >
            <option value="">{say("pwa.choose")}</option>
            {Array.from({ length: 12 }, (_, i) => (
              <option key={i} value={String(i + 1)}>
                {say(`pwa.month.${i + 1}` as Key)}
              </option>
            ))}
          </select>
        </div>
      </fieldset>
      <p class="muted">{say("letter.page.why_birthday")}</p>
      {missing && (
        <p class="wrong" id={`${id}-wrong`} role="alert">
          <Icon name="alert" />
          {say("letter.page.both")}
        </p>
      )}
      {go.problem && <Problem of={go.problem} retry={go.retry} />}
      <Button look="go" type="submit" wide busy={go.busy}>
        {say("letter.page.go_on")}
      </Button>
    </form>
  );
}
