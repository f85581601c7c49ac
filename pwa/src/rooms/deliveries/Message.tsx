import { Fragment } from "preact";
import type { Delivery } from "../../api/deliveries";
import type { SchoolBrief } from "../../api/types";
import type { Catalogue } from "../../i18n/catalogue";
import { dayOf } from "../../i18n/dates";
import { now } from "../../session";
import { From, Latin, Named, Pair } from "../letters/Pair";
import { type Books, dayIn, type PaperKey } from "../letters/words";

const SAID: Readonly<Record<string, PaperKey>> = {
  confiscated: "letter.message.confiscated",
  released: "letter.message.released",
  uncollected: "letter.message.uncollected",
  aup_to_sign: "letter.message.to_sign",
  aup_replaced: "letter.message.replaced",
};

/** What is said of what is no child's, but the adult's own. */
const OWN: Readonly<Record<string, PaperKey>> = {
  aup_to_sign: "letter.message.to_sign_own",
  aup_replaced: "letter.message.replaced_own",
};

/** The name that a child goes by: no more of it stands on a sheet that lies in a school bag. */
export const firstName = (name: string) => name.trim().split(/\s+/)[0] ?? "";

/** A message to one adult on one sheet of A4: what happened in a sentence, and to ring the school; nothing else. */
export function Message(props: { of: Delivery; school: SchoolBrief; books: Books; chosen?: boolean }) {
  const { of, school, books } = props;
  const english = books.en as Catalogue;
  const own = books[of.language] ?? english;
  const spoken = { own, english };
  const phone = <Latin>{school.phone}</Latin>;
  const names = of.pupils.map((name, i) => (
    <Fragment key={name}>
      {i > 0 && " · "}
      <Named>{firstName(name)}</Named>
    </Fragment>
  ));
  const said = (of.pupils.length > 0 ? SAID : OWN)[of.kind] ?? "letter.message.other";
  const look = ["sheet message", props.chosen && "chosen", own === english && "only"].filter(Boolean).join(" ");
  return (
    <article class={look} lang={own.lang} dir={own.dir} aria-label={of.adult.name}>
      <header>
        <From school={school} />
        <p class="to">
          <b>
            <bdi>
              <Named>{of.adult.name}</Named>
            </bdi>
          </b>
        </p>
      </header>
      <Pair
        in={spoken}
        k="letter.message.date"
        with={from => ({ Day: dayIn(from, dayOf(now())) })}
        class="message-date"
      />
      <div class="opening">
        <Pair in={spoken} k="letter.paper.dear" with={() => ({ Name: <Named>{of.adult.name}</Named> })} class="dear" />
      </div>
      <div class="key">
        <Pair in={spoken} k={said} with={() => ({ Names: names })} class="happened" />
      </div>
      <div class="opening">
        <Pair in={spoken} k="letter.message.ring" with={() => ({ Phone: phone })} class="ring" />
        <Pair in={spoken} k="letter.message.more" />
      </div>
      <footer>
        <Pair in={spoken} k="letter.message.language" />
        <Pair in={spoken} k="letter.message.wrong_child" />
      </footer>
    </article>
  );
}
