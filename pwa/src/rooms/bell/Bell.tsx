import { say } from "../../i18n/say";
import { Empty } from "../../parts/empty/Empty";
import { Icon } from "../../parts/icon/Icon";
import { Screen } from "../../parts/shell/Screen";
import { may, useMe } from "../../session";
import { RingingState, type Said } from "../courier/RingingState";

const SAID: Said = {
  how: ["bell.how", "bell.own"],
  shown: "courier.reader.title",
  on: "bell.on_about",
  cannot: "bell.cannot_about",
  iphone: "bell.iphone_open",
};

/** Whoever reads what is told to the school has their telephone say so, though nobody is signed in on it. */
export default function Bell() {
  if (!may(useMe(), "reading")) {
    return (
      <Screen title={say("pwa.not_here.title")} narrow>
        <Empty title={say("pwa.not_here.about")} />
      </Screen>
    );
  }
  return (
    <Screen title={say("bell.title")} narrow>
      <RingingState said={SAID} />
      <h2>{say("bell.until")}</h2>
      <ul>
        <li>{say("bell.until_off")}</li>
        <li>{say("bell.until_other")}</li>
        <li>{say("bell.until_everywhere")}</li>
      </ul>
      <p>{say("bell.closing")}</p>
      <a class="row-link" href="/reading">
        <Icon name="shield" />
        <span class="grow">{say("pwa.nav.reading")}</span>
        <Icon name="next" flips />
      </a>
    </Screen>
  );
}
