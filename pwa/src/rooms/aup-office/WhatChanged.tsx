import { Fragment } from "preact";
import { Say, say, sayMany } from "../../i18n/say";
import { Card } from "../../parts/card/Card";
import { Tongue } from "../../parts/tongue/Tongue";
import { type Changes, differs, untranslated } from "./wording";

/** What a new wording changes for those who signed the one before, and what it costs them. */
export function WhatChanged(props: { of: Changes; languages: readonly string[]; signed: number; until: string }) {
  const { of, languages } = props;
  if (!differs(of)) return null;
  const english = untranslated(of);
  return (
    <Card title={say("pwa.documents.changes")} tone="sun">
      <ul class="plain-list changes" lang="en">
        {of.title && <li>{say("pwa.documents.changed_title")}</li>}
        {of.intro && <li>{say("pwa.documents.changed_intro")}</li>}
        {of.added.map(one => (
          <li key={one.key}>
            <b>{say("pwa.documents.added")}</b> <ins>{one.text}</ins>
          </li>
        ))}
        {of.reworded.map(one => (
          <li key={one.now.key}>
            <b>{say("pwa.documents.reworded")}</b> <del>{one.was.text}</del> <ins>{one.now.text}</ins>
          </li>
        ))}
        {of.removed.map(one => (
          <li key={one.key}>
            <b>{say("pwa.documents.removed")}</b> <del>{one.text}</del>
          </li>
        ))}
        {of.moved && <li>{say("pwa.documents.moved")}</li>}
      </ul>
      {english > 0 && languages.length > 0 && (
        <p>
          {sayMany("pwa.documents.in_english", english)}{" "}
          {languages.map((tag, i) => (
            <Fragment key={tag}>
              {i > 0 && ", "}
              <Tongue tag={tag} />
            </Fragment>
          ))}
        </p>
      )}
      {props.signed > 0 && (
        <p>
          <Say k="pwa.documents.again" count={props.signed} with={{ Day: props.until }} />
        </p>
      )}
    </Card>
  );
}
