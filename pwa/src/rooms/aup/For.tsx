import type { Due } from "../../api/family";
import { Say, say } from "../../i18n/say";
import { Names } from "../family/Names";

/** Whom a document is for: the person themself, or children by name. */
export function For(props: { due: Pick<Due, "pupils"> }) {
  if (props.due.pupils.length === 0) return <>{say("family.sitting.for_you")}</>;
  return <Say k="family.sitting.for" with={{ Names: <Names of={props.due.pupils.map(one => one.name)} /> }} />;
}
