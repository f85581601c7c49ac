import { type Key, say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";

// Drawn without a word in them, so that they are the same in each language; mirrored where one reads from the right,
// as the telephone itself is then.

/** The lower end of a page, and the square with the arrow in its bar. */
function Share() {
  return (
    <svg class="guide-picture" viewBox="0 0 200 110" aria-hidden="true" focusable="false">
      <path class="frame" d="M30 0v86q0 22 22 22h96q22 0 22-22V0" />
      <path class="faint" d="M46 10h84M46 24h108M46 38h64M30 58h140" />
      <path class="faint" d="M48 82l-6-6 6-6M70 70l6 6-6 6M130 70v12q6-4 10 0V70q-4-4-10 0M154 72h10M154 78h10" />
      <circle class="spot" cx="103" cy="76" r="17" />
      <path class="ink" d="M98 73h-5v14h20V73h-5M103 81V64M98 69l5-5 5 5" />
    </svg>
  );
}

/** A list of things to do, one of them with a plus in a square. */
function Add() {
  return (
    <svg class="guide-picture flips" viewBox="0 0 200 110" aria-hidden="true" focusable="false">
      <path class="frame" d="M30 110V24q0-14 14-14h112q14 0 14 14v86" />
      <path class="faint" d="M46 30h70M46 94h60M42 44h116M42 78h116M146 26h10v8h-10z" />
      <rect class="spot" x="38" y="47" width="124" height="28" rx="8" />
      <path class="ink" d="M48 61h74M143 53h14v16h-14zM150 57v8M146 61h8" />
    </svg>
  );
}

/** A home screen, with the sign among what is on it. */
function Open() {
  return (
    <svg class="guide-picture flips" viewBox="0 0 200 110" aria-hidden="true" focusable="false">
      <path class="frame" d="M30 110V24q0-14 14-14h112q14 0 14 14v86" />
      <path class="faint" d="M48 28h20v20H48zM90 28h20v20H90zM132 28h20v20h-20zM48 70h20v20H48zM132 70h20v20h-20z" />
      <rect class="spot" x="82" y="60" width="36" height="40" rx="9" />
      <rect class="stick" x="98" y="80" width="4" height="16" rx="2" />
      <circle class="sun" cx="100" cy="76" r="11" />
      <path class="bar" d="M94 76h12" />
    </svg>
  );
}

/**
 * An iPhone or iPad: from its home screen alone can it be told at once. Three steps, each with a picture. `staff`: what
 * staff do there, who sign in and need no code.
 */
export function HomeScreenGuide(props: { staff: Key | undefined }) {
  return (
    <Card title={say("courier.iphone.title")}>
      <p>{say("courier.iphone.about")}</p>
      <ol class="guide">
        <li>
          <p>{say("courier.iphone.share")}</p>
          <Share />
        </li>
        <li>
          <p>{say("courier.iphone.add")}</p>
          <Add />
        </li>
        <li>
          <p>{say(props.staff ?? "courier.iphone.open")}</p>
          <Open />
        </li>
      </ol>
      {!props.staff && (
        <Button wide href="/another-phone">
          {say("family.phone.make")}
        </Button>
      )}
      <p class="quietly">{say("courier.iphone.old")}</p>
    </Card>
  );
}
