import { render } from "preact";
import { forget } from "../../api/link";
import { forgetAll } from "../../keep/keep";
import { tellOthers } from "../../others";

/**
 * Leaves the family behind: what waited on this phone, its ringing, what a tab remembered, what is drawn. The words of
 * the school's rules stay in the browser's store; they are public, and say nothing of a person.
 */
export async function leaveFamily(): Promise<void> {
  tellOthers();
  await forgetAll();
  await import("../courier/ringing").then(device => device.letGo()).catch(() => undefined);
  sessionStorage.clear();
  forget();
  const place = document.getElementById("app");
  if (place) render(null, place);
  location.replace("/");
}
