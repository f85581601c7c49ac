import { type ComponentChild, Fragment } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Edition } from "../../api/family";
import type { SchoolBrief } from "../../api/types";
import type { Catalogue } from "../../i18n/catalogue";
import { Pictogram } from "../../parts/symbol/Symbol";
import { Beside, From, Latin, Named, Pair, type Spoken } from "../letters/Pair";
import { type Books, type PaperKey, Words } from "../letters/words";
import { shortId } from "./blank";
import { type Laid, laid } from "./pages";

/**
 * One document on as many sheets of A4 as it needs, to be signed by hand: every promise whole on one of them, in the
 * family's language with English beside it, and at the foot of each which words these are.
 */
export function Form(props: {
  of: Edition;
  school: SchoolBrief;
  books: Books;
  name?: string | undefined;
  children?: readonly string[] | undefined;
}) {
  const { of, school, books } = props;
  const english = books.en as Catalogue;
  const spoken: Spoken = { own: books[of.language] ?? english, english };
  const { own } = spoken;
  const [lies, setLies] = useState<Laid>();
  const whole = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (whole.current) setLies(laid(whole.current));
  }, []);
  const blocks = blocksOf({ ...props, spoken });
  const sheet = (content: ComponentChild, page: number, pages: number) => (
    <>
      <header>
        <From school={school} />
        {props.name && (
          <p class="to">
            <b>
              <bdi>
                <Named>{props.name}</Named>
              </bdi>
            </b>
          </p>
        )}
      </header>
      <div class="blocks">{content}</div>
      <footer class="foot">
        <span lang="en" dir="ltr" class="latin">
          {`${of.english_title} · `}
          <Words from={english} k="family.receipt.number" with={{ Number: of.number }} />
          {` · ${of.language} ${of.edition_number} · ${shortId(of.edition)}`}
        </span>
        <span>
          <Words
            from={own}
            k="letter.form.page"
            with={{ Page: <Latin>{page}</Latin>, Pages: <Latin>{pages}</Latin> }}
          />
        </span>
      </footer>
    </>
  );
  const look = own === english ? "sheet form only" : "sheet form";
  if (!lies) {
    return (
      <article ref={whole} class={`${look} whole`} lang={own.lang} dir={own.dir} aria-hidden="true">
        {sheet(blocks, 1, 1)}
      </article>
    );
  }
  return (
    <>
      {lies.pages.map((page, i) => (
        <article
          key={i}
          class={look}
          style={{ "--fit": lies.size }}
          lang={own.lang}
          dir={own.dir}
          aria-label={`${of.title} ${i + 1}`}
        >
          {sheet(
            page.map(at => blocks[at]),
            i + 1,
            lies.pages.length,
          )}
        </article>
      ))}
    </>
  );
}

/** What stands on a form, in pieces that are never cut: its head, each promise, and where one answers. */
function blocksOf(props: {
  of: Edition;
  spoken: Spoken;
  school: SchoolBrief;
  name?: string | undefined;
  children?: readonly string[] | undefined;
}) {
  const { of, spoken, school } = props;
  const { own } = spoken;
  const beside = (text: string, english: string) => (own.lang !== "en" && text !== english ? english : undefined);
  const line = (k: PaperKey, filled?: ComponentChild) => (
    <div class="line">
      <Pair in={spoken} k={k} />
      <p class="rule">{filled}</p>
    </div>
  );
  const box = (k: PaperKey, className?: string) => (
    <div class={className ? `box ${className}` : "box"}>
      <span class="square" aria-hidden="true" />
      <Pair in={spoken} k={k} />
    </div>
  );
  const children = props.children?.map((name, i) => (
    <Fragment key={name}>
      {i > 0 && " · "}
      <bdi>
        <Named>{name}</Named>
      </bdi>
    </Fragment>
  ));
  return [
    <div key="head" class="block">
      <Beside lang={own.lang} dir={own.dir} english={beside(of.title, of.english_title)} class="dear">
        {of.title}
      </Beside>
      <Beside lang={own.lang} dir={own.dir} english={beside(of.intro, of.english_intro)}>
        {of.intro}
      </Beside>
      {of.status === "draft" && <Pair in={spoken} k="family.sitting.draft" class="draft" />}
      {line("letter.form.children", children)}
    </div>,
    ...of.statements.map((one, i) => (
      <div key={one.key} class="promise">
        <Pictogram name={one.symbol} />
        <b class="latin">{i + 1}</b>
        <Beside
          lang={one.lang}
          dir={one.dir}
          english={one.lang !== "en" && one.text !== one.english ? one.english : undefined}
        >
          {one.text}
        </Beside>
      </div>
    )),
    <div key="answer" class="block answer">
      <Pair in={spoken} k="letter.form.either" class="ask" />
      <div class="two">
        {box("letter.form.yes")}
        {box("letter.form.no")}
      </div>
      {line("letter.form.why")}
      {box("letter.form.talked", "plain")}
      <div class="two">
        {line("letter.form.name", props.name && <bdi class="named">{props.name}</bdi>)}
        {line("letter.form.date")}
      </div>
      {line("letter.form.signature")}
      <Pair in={spoken} k="letter.form.back" with={() => ({ Phone: <Latin>{school.phone}</Latin> })} class="back" />
    </div>,
  ];
}
