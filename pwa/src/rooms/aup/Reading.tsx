import { useEffect, useRef, useState } from "preact/hooks";
import type { HomeSeat, Statement } from "../../api/family";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Zebra } from "../../parts/zebra/Zebra";
import { AllPromises } from "./AllPromises";
import { Ask } from "./Ask";
import { Begin } from "./Begin";
import type { Ended } from "./Done";
import { EnglishSwitch } from "./English";
import { OnePromise } from "./Promise";
import type { Paper, Step } from "./papers";
import { Signing } from "./Signing";

const PLACE = "lollipop.sitting";

/** Where somebody was in these papers, on this tab: a change of language or a reload goes on there. */
function remembered(of: string): { at: number; all: boolean } {
  try {
    const said = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}") as { of?: string; at?: number; all?: boolean };
    if (said.of === of) return { at: said.at ?? 0, all: said.all ?? false };
  } catch {
    // Another program's text under our name: begin at the beginning.
  }
  return { at: 0, all: false };
}

/** Whose reading of what: two schools, or two parents, may have the very same words before them. */
const idOf = (home: HomeSeat, papers: readonly Paper[]) =>
  [home.id, ...papers.map(one => one.due.version.slice(0, 8))].join();

/** One thing at a time, from the first promise to the signature; or all on one page, for whoever prefers that. */
export function Reading(props: {
  home: HomeSeat;
  papers: readonly Paper[];
  steps: readonly Step[];
  /** The version was replaced a moment ago, while they read. */
  just: boolean;
  onEnd: (ended: Ended) => void;
  onReplaced: () => void;
  onAnswered: () => void;
}) {
  const { home, papers, steps } = props;
  const [place, setPlace] = useState(() => remembered(idOf(home, papers)));
  const [asking, setAsking] = useState<{ document: string; statement?: Statement }>();
  const top = useRef<HTMLDivElement>(null);
  const at = Math.min(place.at, steps.length - 1);
  const step = steps[at] as Step;
  const go = (to: { at: number; all: boolean }) => {
    sessionStorage.setItem(PLACE, JSON.stringify({ of: idOf(home, papers), ...to }));
    setPlace(to);
  };
  const last = step.kind === "sign";
  // biome-ignore lint/correctness/useExhaustiveDependencies: another step begins at its top
  useEffect(() => top.current?.scrollIntoView?.({ block: "nearest" }), [at, place.all]);
  const paper = step.kind === "sign" ? papers[0] : step.paper;
  return (
    <div class="sitting" ref={top}>
      <div class="sitting-top">
        <Zebra done={at + 1} of={steps.length} label={say("family.sitting.how_far")} />
        <span class="quietly">{say("family.sitting.of", { Step: at + 1, Steps: steps.length })}</span>
      </div>
      {place.all && !last ? (
        <AllPromises papers={papers} just={props.just} onAsk={setAsking} />
      ) : step.kind === "sign" ? (
        <Signing
          home={home}
          papers={papers}
          onEnd={props.onEnd}
          onReplaced={props.onReplaced}
          onAnswered={props.onAnswered}
        />
      ) : (
        // The button keeps the focus from promise to promise; what it brought is read out from here.
        <div class="table-top" aria-live="polite">
          {step.kind === "begin" ? (
            <Begin paper={step.paper} just={props.just} />
          ) : (
            <OnePromise
              key={step.statement.key}
              edition={step.paper.edition}
              statement={step.statement}
              was={step.was}
            />
          )}
        </div>
      )}
      <div class={last ? "sitting-foot still" : "sitting-foot"}>
        {at > 0 && (
          <Button look="plain" symbol="back" onPress={() => go({ ...place, at: at - 1 })}>
            {say("pwa.back")}
          </Button>
        )}
        {!last && (
          <Button look="go" onPress={() => go({ ...place, at: place.all ? steps.length - 1 : at + 1 })}>
            {say(place.all || at === steps.length - 2 ? "family.sitting.to_sign" : "family.sitting.next")}
          </Button>
        )}
      </div>
      <div class="beside">
        <Button
          look="quiet"
          small
          symbol="ask"
          onPress={() =>
            setAsking({
              document: paper?.due.document ?? "",
              ...(step.kind === "statement" && !place.all && { statement: step.statement }),
            })
          }
        >
          {say("family.sitting.ask")}
        </Button>
        {!last && (
          <Button look="quiet" small symbol="sheet" onPress={() => go({ ...place, all: !place.all })}>
            {say(place.all ? "family.sitting.one" : "family.sitting.all")}
          </Button>
        )}
        {!last && <EnglishSwitch lang={paper?.edition.language ?? "en"} />}
      </div>
      {asking && (
        <Ask
          seat={home.id}
          school={home.school}
          document={asking.document}
          statement={asking.statement}
          onClose={() => setAsking(undefined)}
        />
      )}
    </div>
  );
}
