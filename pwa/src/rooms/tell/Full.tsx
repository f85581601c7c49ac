import { say } from "../../i18n/say";

/** How many characters a story may have, as the server takes them. */
export const MOST = 8000;

/** Says that a story has no room for more: the browser cuts what is pasted off there, and says nothing. */
export function Full(props: { text: string }) {
  return <div role="status">{props.text.length >= MOST && <p class="child-note">{say("tell.story.full")}</p>}</div>;
}
