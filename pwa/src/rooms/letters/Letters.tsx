import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { type Addressee, type Asking, readDocuments } from "../../api/office";
import { say, sayCode, sayMany } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Chips } from "../../parts/chips/Chips";
import { Choice } from "../../parts/choice/Choice";
import { Empty } from "../../parts/empty/Empty";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { Screen } from "../../parts/shell/Screen";
import { Zebra } from "../../parts/zebra/Zebra";
import { may, useMe } from "../../session";
import { useStore } from "../../store";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";
import { AddresseeRow } from "./AddresseeRow";
import { batch, batchOf, Printing } from "./batch";
import { everybody } from "./every";
import "./letters.css";

type Scope = "missing" | "class" | "year";

/** Whom a new letter helps: not who is in already, nor whose letter still works (a new one would end it). */
const wanted = (one: Addressee) => !one.needs_yes && !one.signed_in && one.last?.state !== "waiting";

/** Letters for whoever has no sign-in yet, for a class or for a year: see who gets one, tick, print. */
export default function Letters() {
  const me = useMe();
  const { query, route } = useLocation();
  useStore(batch);
  const waiting = batchOf(me.person.id);
  const classes = me.all_classes;
  const years = [...new Set(classes.map(one => one.year))];
  const asked = classes.some(one => one.name === query.class) ? query.class : undefined;
  const [scope, setScope] = useState<Scope>(asked ? "class" : "missing");
  const [classOf, setClassOf] = useState(asked ?? classes[0]?.name ?? "");
  const [year, setYear] = useState(years[0] ?? "");
  const asking: Asking = scope === "missing" ? { missing: true } : scope === "class" ? { class: classOf } : { year };
  const key = JSON.stringify(asking);
  const list = useLoad(key, signal => everybody(asking, signal));
  // Whoever may not read the documents is told nothing about them.
  const texts = useLoad("documents", async signal => (may(me, "signatures") ? await readDocuments(signal) : undefined));
  const unpublished = texts.data?.items?.every(one => !one.current) ?? false;
  const [ticks, setTicks] = useState<Readonly<Record<string, boolean>>>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list is ticked anew
  useEffect(() => setTicks({}), [key]);
  const all = list.data ?? [];
  const on = (one: Addressee) => ticks[one.adult] ?? wanted(one);
  const chosen = all.filter(on);
  const held = all.filter(one => one.needs_yes);
  const free = all.filter(one => !one.needs_yes);
  const [made, setMade] = useState(0);
  const [going, setGoing] = useState<{ for: string; printing: Printing }>();
  const go = useAction(async () => {
    // The same people asked for again are the same printing: after a lost answer no letter is made twice.
    const adults = chosen.map(one => one.adult);
    const yes = chosen.filter(one => one.needs_yes).map(one => one.adult);
    const same = JSON.stringify([adults, yes]);
    const printing = going?.for === same ? going.printing : new Printing(me.person.id, adults, yes);
    setGoing({ for: same, printing });
    await printing.go(setMade);
    setGoing(undefined);
    route("/letters/print");
  });
  const all_on = free.length > 0 && free.every(on);
  const set = (which: readonly Addressee[], value: boolean) =>
    setTicks(old => ({ ...old, ...Object.fromEntries(which.map(one => [one.adult, value])) }));
  return (
    <Screen title={say("pwa.letters.title")}>
      {may(me, "signatures") && (
        <p>
          <Button look="quiet" href="/signatures" symbol="back" small>
            {say("pwa.signed.title")}
          </Button>
        </p>
      )}
      {waiting && !go.busy && (
        <Card tone="sun">
          <p>
            <b>{sayMany("pwa.letters.still_here", waiting.letters.length)}</b>
          </p>
          <div class="side">
            <Button href="/letters/print">{say("pwa.letters.to_them")}</Button>
          </div>
        </Card>
      )}
      <p>{say("pwa.letters.about")}</p>
      {unpublished && (
        <Card tone="sun">
          <p>{say("pwa.letters.unpublished")}</p>
        </Card>
      )}
      <Choice
        legend={say("pwa.letters.for_whom")}
        value={scope}
        onValue={value => setScope(value as Scope)}
        options={[
          { value: "missing", label: say("pwa.letters.missing"), about: say("pwa.letters.missing_about") },
          { value: "class", label: say("pwa.letters.class") },
          { value: "year", label: say("pwa.letters.year") },
        ]}
      />
      {scope === "class" && (
        <Chips
          label={say("pwa.letters.class")}
          value={classOf}
          onValue={setClassOf}
          options={classes.map(one => ({ value: one.name, label: one.name }))}
        />
      )}
      {scope === "year" && (
        <Chips
          label={say("pwa.letters.year")}
          value={year}
          onValue={setYear}
          options={years.map(one => ({ value: one, label: sayCode("pwa.year.", one) }))}
        />
      )}
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={6} />}
      {list.data && all.length === 0 && (
        <Empty title={say(scope === "missing" ? "pwa.letters.nobody_missing" : "pwa.letters.nobody")} />
      )}
      {held.length > 0 && (
        <section class="stack held">
          <h2>{sayMany("pwa.letters.held", held.length)}</h2>
          <p>{say("pwa.letters.held_about")}</p>
          <ul class="rows">
            {held.map(one => (
              <AddresseeRow key={one.adult} of={one} on={on(one)} onTick={value => set([one], value)} />
            ))}
          </ul>
        </section>
      )}
      {free.length > 0 && (
        <section class="stack">
          <div class="side">
            <h2 class="grow">{sayMany("pwa.letters.adults", free.length)}</h2>
            <Button small onPress={() => set(free, !all_on)}>
              {say(all_on ? "pwa.letters.none" : "pwa.letters.all")}
            </Button>
          </div>
          <ul class="rows">
            {free.map(one => (
              <AddresseeRow key={one.adult} of={one} on={on(one)} onTick={value => set([one], value)} />
            ))}
          </ul>
        </section>
      )}
      {go.problem && (
        <Problem of={go.problem} retry={go.retry}>
          {made > 0 && <p>{sayMany("pwa.letters.some_made", made)}</p>}
        </Problem>
      )}
      {list.data && all.length > 0 && (
        <div class="print-bar">
          {go.busy && chosen.length > 0 && <Zebra done={made} of={chosen.length} label={say("pwa.letters.making")} />}
          <Button
            look="go"
            symbol="print"
            wide
            busy={go.busy}
            not={chosen.length === 0 ? say("pwa.letters.tick_first") : undefined}
            onPress={() => go.run()}
          >
            {sayMany("pwa.letters.make", chosen.length)}
          </Button>
        </div>
      )}
    </Screen>
  );
}
