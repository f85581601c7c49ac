import { Fragment } from "preact";
import type { Letter } from "../../api/office";
import type { SchoolBrief } from "../../api/types";
import type { Catalogue } from "../../i18n/catalogue";
import { dayOf } from "../../i18n/dates";
import { From, Latin, Named, Pair } from "./Pair";
import { type Books, dayIn, type PaperKey, type With } from "./words";

/** How far the words shrink where a language needs more of them, in hundredths. */
const SMALLEST = 66;

/**
 * Fits the words of sheets onto them, at the size that they have on paper: one sheet each, whatever the language. All of
 * them together, since every look at a size has the browser lay out the page: some eight times, not thousands.
 */
export function fitted(sheets: readonly HTMLElement[]): void {
  const all = sheets.map(sheet => ({ sheet, small: SMALLEST, large: 100, size: 100 }));
  const write = () => {
    for (const one of all) one.sheet.style.setProperty("--fit", String(one.size / 100));
  };
  for (const { sheet } of all) sheet.style.setProperty("--mm", "1mm");
  write();
  let open = all.filter(({ sheet }) => sheet.scrollHeight > sheet.clientHeight);
  while (open.length > 0) {
    for (const one of open) one.size = (one.small + one.large) >> 1;
    write();
    const fits = open.map(({ sheet }) => sheet.scrollHeight <= sheet.clientHeight);
    open.forEach((one, i) => {
      if (fits[i]) one.small = one.size;
      else one.large = one.size;
    });
    for (const one of open) if (one.large - one.small <= 1) one.size = one.small;
    open = open.filter(one => one.large - one.small > 1);
  }
  write();
  for (const { sheet } of all) sheet.style.removeProperty("--mm");
}

/** One adult's letter on one sheet of A4: who asks, what to do in three steps, and the code, which stands only here. */
export function Sheet(props: { of: Letter; school: SchoolBrief; books: Books; chosen?: boolean }) {
  const { of, school, books } = props;
  const english = books.en as Catalogue;
  const own = books[of.language] ?? english;
  const spoken = { own, english };
  const { size, path } = of.qr;
  const phone = <Latin>{school.phone}</Latin>;
  const url = new URL(of.url);
  const look = ["sheet", props.chosen && "chosen", own === english && "only"].filter(Boolean).join(" ");
  const steps: { k: PaperKey; with?: With }[] = [
    { k: "letter.paper.step_scan", with: { Address: <Latin>{`${url.host}/letter`}</Latin> } },
    { k: "letter.paper.step_birthday", with: { Child: <Named>{of.child}</Named> } },
    { k: "letter.paper.step_read" },
  ];
  return (
    <article class={look} lang={own.lang} dir={own.dir} aria-label={of.name}>
      <header>
        <From school={school} />
        <p class="to">
          <b>
            <bdi>
              <Named>{of.name}</Named>
            </bdi>
          </b>
          <span class="named">
            {of.children.map((name, i) => (
              <Fragment key={name}>
                {i > 0 && " · "}
                <bdi>{name}</bdi>
              </Fragment>
            ))}
          </span>
        </p>
      </header>
      <div class="opening">
        <Pair in={spoken} k="letter.paper.dear" with={() => ({ Name: <Named>{of.name}</Named> })} class="dear" />
        <Pair in={spoken} k="letter.paper.about" />
      </div>
      <div class="key">
        <svg class="qr" viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
          <rect width={size} height={size} fill="#fff" />
          <path d={path} fill="#000" shape-rendering="crispEdges" />
        </svg>
        <div class="code">
          <Pair in={spoken} k="letter.paper.code" class="label" />
          <p class="letters" dir="ltr" translate={false}>
            {of.code}
          </p>
          <Pair in={spoken} k="letter.paper.until" with={from => ({ Day: dayIn(from, dayOf(of.ends)) })} />
        </div>
      </div>
      <ol class="steps">
        {steps.map((step, i) => (
          <li key={step.k}>
            <span class="number" aria-hidden="true">
              {i + 1}
            </span>
            <Pair in={spoken} k={step.k} with={() => step.with ?? {}} />
          </li>
        ))}
      </ol>
      <footer>
        <Pair in={spoken} k="letter.paper.help" with={() => ({ Phone: phone })} class="ring" />
        <Pair in={spoken} k="letter.paper.office" />
        <Pair in={spoken} k="letter.paper.keep" />
        <Pair in={spoken} k="letter.paper.wrong_child" />
      </footer>
    </article>
  );
}
