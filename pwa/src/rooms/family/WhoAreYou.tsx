import { say } from "../../i18n/say";
import { Icon } from "../../parts/icon/Icon";
import { Screen } from "../../parts/shell/Screen";
import { actAs, useFamily } from "../../session";

/** Several people share this device: each says who they are by their name, and nobody answers for another by mistake. */
export function WhoAreYou() {
  const { people } = useFamily();
  return (
    <Screen title={say("family.who.title")} narrow place="">
      <p>{say("family.who.about")}</p>
      <ul class="rows">
        {people.map(one => (
          <li key={one.seats[0]?.id}>
            <button type="button" class="one-row press" onClick={() => actAs(one.seats[0]?.id ?? "")}>
              <span class="face" aria-hidden="true">
                {[...one.name][0]}
              </span>
              <span class="name grow">
                <bdi>{one.name}</bdi>
              </span>
              <Icon name="next" flips />
            </button>
          </li>
        ))}
      </ul>
      <p>
        <a class="button quiet" href="/letter">
          {say("family.who.not_here")}
        </a>
      </p>
    </Screen>
  );
}
