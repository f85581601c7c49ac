import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { onUnproved } from "../../api/send";
import type { Me, ProblemBody } from "../../api/types";
import { readBoot } from "../../boot";
import { staffWords } from "../../i18n/words";
import { useSession } from "../../session";

/** What lies over staff's screens comes when it is first needed, with staff's sentences: a family's telephone loads none. */
function useLater<P>(wanted: boolean, load: () => Promise<{ default: ComponentType<P> }>) {
  const [got, set] = useState<{ it: ComponentType<P> }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is loaded is always the same
  useEffect(() => {
    if (!wanted || got) return;
    let gone = false;
    Promise.all([load(), staffWords(readBoot().staff_catalogue)]).then(
      ([room]) => gone || set({ it: room.default }),
      () => {}, // without a network there is nothing to confirm either; the next request asks again
    );
    return () => {
      gone = true;
    };
  }, [wanted, got]);
  return wanted ? got?.it : undefined;
}

/** What the second step puts over any screen: the question for a proof, and news of what became of one's own. */
export function Over() {
  const [asked, ask] = useState<{ no: ProblemBody; answer: (proved: boolean) => void }>();
  const me = useSession();
  const news = me && me.kind !== "family" && me.kind !== "pupil" ? (me as Me).factor_news : undefined;
  useEffect(() => {
    let waiting: Promise<boolean> | undefined;
    onUnproved(no => {
      waiting ??= new Promise<boolean>(answer => ask({ no, answer })).finally(() => {
        waiting = undefined;
        ask(undefined);
      });
      return waiting;
    });
    return () => onUnproved(async () => false);
  }, []);
  const Confirm = useLater(asked !== undefined, () => import("./Confirm"));
  const News = useLater(news !== undefined, () => import("./News"));
  return (
    <>
      {News && news && <News of={news} />}
      {Confirm && asked && <Confirm no={asked.no} answer={asked.answer} />}
    </>
  );
}
