import { useLocation } from "preact-iso";
import { Adult } from "./Adult";
import { Child } from "./Child";
import { slugOf, useDoor } from "./door";
import { First } from "./First";
import { useTelling } from "./form";
import { useWayOut } from "./leave";
import { useOnlyWords } from "./only-words";
import { Return } from "./Return";
import { Sent } from "./Sent";

/**
 * "Tell someone": the whole form at one address and under one title, so that no step of it can be reached by "back" or
 * read in a history. With "?practice" it is a lesson: the same, and nothing is asked of the server or sent to it.
 */
export default function Tell() {
  const { path, query } = useLocation();
  const practice = "practice" in query;
  const door = useDoor(slugOf(path), practice);
  const words = useOnlyWords();
  useWayOut();
  const [{ moment, band }] = useTelling();
  const shared = { door, practice, words };
  if (moment === "back") return <Return {...shared} />;
  if (moment === "sent") return <Sent {...shared} />;
  if (moment === "first") return <First {...shared} />;
  return band === "adult" ? <Adult {...shared} /> : <Child {...shared} />;
}
