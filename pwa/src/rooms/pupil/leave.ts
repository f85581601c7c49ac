import { render } from "preact";
import { forget } from "../../api/link";
import { tellOthers } from "../../others";
import { forgetVisit } from "./visit";

/** Leaves the child behind: nothing of theirs is drawn any more, and the page before is not there to go back to. */
export function leaveTablet(): void {
  tellOthers();
  forgetVisit();
  forget();
  const place = document.getElementById("app");
  if (place) render(null, place);
  location.replace("/class-code");
}
