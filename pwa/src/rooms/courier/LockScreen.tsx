import { type Key, say, useSpoken } from "../../i18n/say";
import { Mark } from "../../parts/icon/Icon";

/** A drawn telephone, locked, with the very sentence that appears on it: there is no other. */
export function LockScreen(props: { title: Key }) {
  const { tag, dir } = useSpoken();
  return (
    <figure class="lock-screen">
      <div class="lock-phone" role="img" aria-label={say("courier.picture")}>
        <span class="lock-clock" dir="ltr">
          11:12
        </span>
      </div>
      <div class="lock-note" lang={tag} dir={dir}>
        <Mark />
        <p>
          <b>{say(props.title)}</b>
          <br />
          {say("courier.message.body")}
        </p>
      </div>
      <figcaption>{say("courier.lock")}</figcaption>
    </figure>
  );
}
