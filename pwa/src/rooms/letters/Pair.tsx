import type { ComponentChild } from "preact";
import type { SchoolBrief } from "../../api/types";
import { type Catalogue, found } from "../../i18n/catalogue";
import { Mark } from "../../parts/icon/Icon";
import { type PaperKey, type With, Words } from "./words";

/** Texts that are read from left to right wherever they stand: numbers, addresses, codes. */
export const Latin = (props: { children: ComponentChild }) => (
  <bdi dir="ltr" class="latin">
    {props.children}
  </bdi>
);

/** A name: mostly in Latin letters, whatever the language around it. */
export const Named = (props: { children: string }) => <span class="named">{props.children}</span>;

/** The school at the head of a sheet. */
export const From = (props: { school: SchoolBrief }) => (
  <>
    <Mark />
    <p class="from" lang="en" dir="ltr">
      <b>{props.school.name}</b>
      <Latin>{props.school.phone}</Latin>
    </p>
  </>
);

/** The catalogues of a sheet. */
export interface Spoken {
  own: Catalogue;
  english: Catalogue;
}

/** A text with English beside it; alone where there is no English to tell it from. */
export function Beside(props: {
  lang: string;
  dir: "ltr" | "rtl";
  children: ComponentChild;
  english?: ComponentChild;
  class?: string | undefined;
}) {
  const { english } = props;
  return (
    <div class={["pair", !english && "once", props.class].filter(Boolean).join(" ")}>
      <p class="own" lang={props.lang} dir={props.dir}>
        {props.children}
      </p>
      {english && (
        <p class="english" lang="en" dir="ltr">
          {english}
        </p>
      )}
    </div>
  );
}

/**
 * A sentence in the family's language with English beside it. What that language has not yet got is said once, in
 * English: nobody is told the same twice.
 */
export function Pair(props: { in: Spoken; k: PaperKey; with?: (from: Catalogue) => With; class?: string }) {
  const { own, english } = props.in;
  const once = own.lang === english.lang || found(own, props.k).english;
  const first = once ? english : own;
  const words = (from: Catalogue) => <Words from={from} k={props.k} with={props.with?.(from)} />;
  return (
    <Beside lang={first.lang} dir={first.dir} class={props.class} english={once ? undefined : words(english)}>
      {words(first)}
    </Beside>
  );
}
