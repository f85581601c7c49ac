import { useEffect, useRef } from "preact/hooks";
import type { Due, HomeSeat } from "../../api/family";
import { Say, say } from "../../i18n/say";
import { savedLater, waiting } from "../../keep/keep";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Mark } from "../../parts/icon/Icon";
import { Pill } from "../../parts/pill/Pill";
import { useStore } from "../../store";
import { useLoad } from "../../use/load";
import { usePerson } from "../family/person";
import { toSign } from "./due";
import { For } from "./For";
import { homeOf } from "./papers";

/** How a sitting ended. */
export interface Ended {
  home: HomeSeat;
  titles: { due: Due; title: string; lang: string; dir: "ltr" | "rtl" }[];
  became: "saved" | "kept" | "declined";
  /** The signatures, where school has them. */
  ids: string[];
}

/** What was kept may reach school while they look on, or be refused there: the screen follows. */
function useBecame({ became, home }: Ended): Ended["became"] | "needs_you" {
  const mine = useStore(waiting).filter(one => one.as === home.id);
  const later = useStore(savedLater);
  const before = useRef(later);
  if (became !== "kept") return became;
  if (mine.some(one => one.state === "needs_you")) return "needs_you";
  return mine.length === 0 && later !== before.current ? "saved" : became;
}

/** What has become of it, truly: saved at school, kept on this phone, or a no that school has. */
export function Done(props: { ended: Ended }) {
  const { home, titles, ids } = props.ended;
  const became = useBecame(props.ended);
  const person = usePerson();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const queue = useStore(waiting);
  const others = person.seats.filter(seat => seat.id !== home.id);
  const asked = useLoad(others.map(one => one.id).join(), signal =>
    Promise.all(others.map(one => homeOf(one.id, signal))),
  ).data;
  // Another school of theirs that waits for an answer too.
  const other = asked?.find(one => toSign(one, queue).some(due => due.state !== "declined"));
  return (
    <Card tone={became === "saved" ? "leaf" : "sun"}>
      <div class="done-top">
        <Mark />
        <h2 ref={heading} tabIndex={-1}>
          {became === "declined" ? (
            say("family.done.declined")
          ) : (
            <Say k="family.done.thanks" with={{ Name: person.name }} />
          )}
        </h2>
      </div>
      {became === "saved" && (
        <p>
          <Pill tone="ok" symbol="check">
            {say("family.done.saved")}
          </Pill>
        </p>
      )}
      {became === "needs_you" && (
        <p>
          <Pill tone="bad" symbol="alert">
            {say("family.home.needs_you")}
          </Pill>
        </p>
      )}
      {became === "kept" && (
        <>
          <p>
            <Pill tone="due" symbol="wait">
              {say("family.done.kept")}
            </Pill>
          </p>
          <p>{say("family.done.kept_about")}</p>
        </>
      )}
      {became === "declined" && <p>{say("family.done.declined_about")}</p>}
      {titles.length > 0 && (
        <ul class="plain-list">
          {titles.map(one => (
            <li key={one.due.document}>
              <span lang={one.lang} dir={one.dir}>
                {one.title}
              </span>
              <span class="quietly block">
                <For due={one.due} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <Button look="go" wide href="/home">
        {say("family.sitting.home")}
      </Button>
      {ids.length > 0 && (
        <Button wide href={ids.length === 1 ? `/signed/${ids[0]}` : "/signed"}>
          {say("family.done.receipt")}
        </Button>
      )}
      {other && (
        <Button wide href={`/sitting/${other.id}`}>
          <Say k="family.done.other" with={{ School: other.school.name }} />
        </Button>
      )}
    </Card>
  );
}
