import { useEffect, useState } from "preact/hooks";
import { post } from "../../api/send";
import { clock, day, dayOf } from "../../i18n/dates";
import { Say, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Field } from "../../parts/field/Field";
import { Icon } from "../../parts/icon/Icon";
import { Problem } from "../../parts/problem/Problem";
import { now, refresh, setNow } from "../../session";
import { useAction } from "../../use/action";

/** Moments of the school day that show something, on the school's clock. */
const TIMES = ["08:35", "11:10", "12:40", "15:20"] as const;

/** The moment of a school day's wall clock, as UTC: the offset that holds in London then. */
export function london(date: string, time: string): string {
  const guess = new Date(`${date}T${time}:00Z`);
  const off = (at: Date) => {
    const wall = new Date(`${dayOf(at)}T${clock(at)}:00Z`);
    return wall.getTime() - Math.floor(at.getTime() / 60_000) * 60_000;
  };
  return new Date(guess.getTime() - off(new Date(guess.getTime() - off(guess)))).toISOString();
}

// Style: clock-bar.css, which is part of the first page's.

/** Only in the demo: says that this is one, moves the school's clock, and leads to the list of people. */
export function ClockBar() {
  const [, tick] = useState(0);
  const [date, setDate] = useState(() => dayOf(now()));
  const [time, setTime] = useState("");
  useEffect(() => {
    const timer = setInterval(() => tick(n => n + 1), 10_000);
    return () => clearInterval(timer);
  }, []);
  const move = useAction(async (intent, at: string) => {
    await post("/api/demo/clock", { body: { at } }, intent);
    const me = await refresh();
    if (me) setNow(me.now);
    // Every screen was drawn for another moment: begin it again.
    location.reload();
  });
  const at = now();
  const iso = at.toISOString();
  return (
    <details class="clock-bar">
      <summary>
        <Icon name="wait" />
        <span class="grow">
          <Say k="pwa.demo.bar" with={{ Day: day(dayOf(iso), iso), Time: <b>{clock(iso)}</b> }} />
        </span>
        <b class="wide-only">{say("pwa.demo.move")}</b>
        <Icon name="down" />
      </summary>
      <form
        onSubmit={event => {
          event.preventDefault();
          void move.run(london(date, time));
        }}
      >
        {TIMES.map(one => (
          <Button key={one} small busy={move.busy} onPress={() => move.run(london(date, one))}>
            {one}
          </Button>
        ))}
        <Field label={say("pwa.demo.day")} type="date" value={date} onValue={setDate} required />
        <Field label={say("pwa.demo.time")} type="time" value={time} onValue={setTime} required />
        <Button type="submit" look="go" busy={move.busy}>
          {say("pwa.demo.go")}
        </Button>
        <Button href="/demo" symbol="people">
          {say("pwa.demo.people")}
        </Button>
      </form>
      {move.problem && <Problem of={move.problem} retry={move.retry} />}
    </details>
  );
}
