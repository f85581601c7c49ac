// What everything that is printed on sheets in families' languages shares.
import { useEffect, useState } from "preact/hooks";
import { languages } from "../../session";
import { useStore } from "../../store";
import { useLoad } from "../../use/load";
import { readBooks } from "./words";

/** The sentences of every language that the sheets are in, English always among them. */
export function useBooks(sheets: readonly { language: string }[]) {
  const spoken = useStore(languages).map(one => one.tag);
  const tags = [...new Set(["en", ...sheets.map(one => one.language).filter(tag => spoken.includes(tag))])].sort();
  return useLoad(tags.join(" "), signal => readBooks(tags, signal));
}

/** What is being printed: all sheets of the page, or only one of them. */
export interface Job {
  only?: string;
}

/** Prints when a job is set, and gives it up when the browser has done. */
export function usePrinting(): [Job | undefined, (job: Job) => void] {
  const [job, setJob] = useState<Job>();
  useEffect(() => {
    if (!job) return;
    // The browser prints what it finds on the page: the one sheet is chosen there first, and given up when it is done.
    const over = () => setJob(undefined);
    addEventListener("afterprint", over);
    print();
    return () => removeEventListener("afterprint", over);
  }, [job]);
  return [job, setJob];
}
