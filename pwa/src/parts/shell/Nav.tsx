import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { say, sayMany } from "../../i18n/say";
import { unread } from "../../rooms/notice/unread";
import { door, useSession } from "../../session";
import { useStore } from "../../store";
import { Dialog } from "../dialog/Dialog";
import { Icon } from "../icon/Icon";
import { Row, Rows } from "../rows/Rows";
import { TellButton } from "../tell-button/TellButton";
import { type Place, placesOf, within } from "./places";

/** How many places the bar has room for, by its width; below all of them it is a phone's. As wide as in frame.css. */
const ROOM = [
  { wide: "(min-width: 80rem)", places: 14 },
  { wide: "(min-width: 64rem)", places: 10 },
  { wide: "(min-width: 47.5rem)", places: 7 },
] as const;
const PHONE = 4;

function useRoom(): number {
  const [room, set] = useState(roomNow);
  useEffect(() => {
    const tell = () => set(roomNow());
    const all = ROOM.map(one => matchMedia(one.wide));
    for (const media of all) media.addEventListener("change", tell);
    return () => {
      for (const media of all) media.removeEventListener("change", tell);
    };
  }, []);
  return room;
}

const roomNow = () => ROOM.find(one => matchMedia(one.wide).matches)?.places ?? PHONE;

/** A number for the eye, up to nine; a word beside the number for who hears it. */
function Waits(props: { n: number }) {
  return (
    <>
      <span class="waits" aria-hidden="true">
        {props.n > 9 ? "9+" : props.n}
      </span>
      <span class="unseen"> {sayMany("notice.nav.new", props.n)}</span>
    </>
  );
}

function Link(props: { to: Place; path: string }) {
  const here = within(props.path, props.to);
  return (
    <a class="place" href={props.to.href} aria-current={here ? "page" : undefined}>
      <Icon name={props.to.symbol} />
      {props.to.label}
      {props.to.waits ? <Waits n={props.to.waits} /> : null}
    </a>
  );
}

/** The bar: a person's screens with "Tell someone" in the middle; on a phone two a side, the rest behind "More". */
export function Nav() {
  const me = useSession();
  const school = useStore(door);
  const { path } = useLocation();
  const room = useRoom();
  useStore(unread);
  const [more, setMore] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address closes the sheet
  useEffect(() => setMore(false), [path]);
  if (!me) {
    return (
      <nav class="nav alone" aria-label={say("pwa.nav.label")}>
        <TellButton slug={school?.slug} />
      </nav>
    );
  }
  const all = placesOf(me);
  const shown = all.length <= room ? all : all.slice(0, room - 1);
  const hidden = all.slice(shown.length);
  const half = Math.ceil((shown.length + (hidden.length ? 1 : 0)) / 2);
  return (
    <nav class="nav" aria-label={say("pwa.nav.label")}>
      <div class="half">
        {shown.slice(0, half).map(to => (
          <Link key={to.href} to={to} path={path} />
        ))}
        {room === PHONE && half < 2 && <span />}
      </div>
      <TellButton slug={me.school.slug} />
      <div class="half">
        {shown.slice(half).map(to => (
          <Link key={to.href} to={to} path={path} />
        ))}
        {hidden.length > 0 && (
          <button
            type="button"
            class="place"
            aria-current={hidden.some(to => within(path, to)) ? "page" : undefined}
            aria-haspopup="dialog"
            onClick={() => setMore(true)}
          >
            <Icon name="more" />
            {say("pwa.nav.more")}
          </button>
        )}
      </div>
      {more && (
        <Dialog title={say("pwa.nav.more")} onClose={() => setMore(false)}>
          <Rows>
            {hidden.map(to => (
              <Row key={to.href} name={to.label} href={to.href} symbol={<Icon name={to.symbol} />} />
            ))}
          </Rows>
        </Dialog>
      )}
    </nav>
  );
}
