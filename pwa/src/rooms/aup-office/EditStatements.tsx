import { useEffect, useRef } from "preact/hooks";
import type { Statement } from "../../api/office";
import { say } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Field } from "../../parts/field/Field";
import { Pill } from "../../parts/pill/Pill";
import { move } from "./wording";

/** How many statements a document can have: short enough to be read. */
const MOST = 20;

/** The statements of a document in their order, each with a place to reword it. A fixed one stays. */
export function EditStatements(props: {
  of: readonly Statement[];
  /** Statements of ours that it does not have, or no longer: they can be put back, with their translations. */
  gone: readonly Statement[];
  fresh: () => string;
  onChange: (next: Statement[]) => void;
}) {
  const { of, onChange } = props;
  const list = useRef<HTMLOListElement>(null);
  const follow = useRef<string>(undefined);
  useEffect(() => {
    // A statement that was moved or added keeps the focus with it.
    const key = follow.current;
    follow.current = undefined;
    const row = key && [...(list.current?.children ?? [])].find(one => one.getAttribute("data-key") === key);
    if (row) row.querySelector<HTMLElement>("textarea")?.focus();
  });
  const named = (action: string, n: number) =>
    say("pwa.desk.for", { Action: action, Name: say("pwa.documents.statement", { Number: n }) });
  const shift = (from: number, by: -1 | 1, key: string) => {
    follow.current = key;
    onChange(move(of, from, by));
  };
  return (
    <section class="stack">
      <h2>{say("pwa.documents.statements")}</h2>
      <ol class="edit-statements" ref={list}>
        {of.map((one, i) => (
          <li key={one.key} data-key={one.key} class="card">
            <Field
              as="lines"
              label={say("pwa.documents.statement", { Number: i + 1 })}
              value={one.text}
              onValue={text => onChange(of.map(old => (old.key === one.key ? { ...old, text } : old)))}
              hint={one.fixed ? say("pwa.documents.fixed") : ""}
              max={300}
            />
            <div class="side">
              <Button
                small
                look="quiet"
                label={named(say("pwa.documents.up"), i + 1)}
                not={i === 0 ? say("pwa.documents.is_first") : undefined}
                onPress={() => shift(i, -1, one.key)}
              >
                {say("pwa.documents.up")}
              </Button>
              <Button
                small
                look="quiet"
                label={named(say("pwa.documents.down"), i + 1)}
                not={i === of.length - 1 ? say("pwa.documents.is_last") : undefined}
                onPress={() => shift(i, 1, one.key)}
              >
                {say("pwa.documents.down")}
              </Button>
              {one.fixed ? (
                <Pill symbol="kept">{say("pwa.documents.stays")}</Pill>
              ) : (
                <Button
                  small
                  look="quiet"
                  symbol="close"
                  label={named(say("pwa.documents.remove"), i + 1)}
                  onPress={() => onChange(of.filter(old => old.key !== one.key))}
                >
                  {say("pwa.documents.remove")}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
      {props.gone.length > 0 && (
        <details>
          <summary>{say("pwa.documents.gone")}</summary>
          <ul class="plain-list gone">
            {props.gone.map(one => (
              <li key={one.key}>
                <span lang="en">{one.text}</span>{" "}
                <Button
                  small
                  look="quiet"
                  symbol="undo"
                  label={say("pwa.desk.for", { Action: say("pwa.documents.put_back"), Name: one.text })}
                  onPress={() => {
                    follow.current = one.key;
                    onChange([...of, one]);
                  }}
                >
                  {say("pwa.documents.put_back")}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      )}
      <div class="side">
        <Button
          not={of.length >= MOST ? say("pwa.documents.most", { Most: MOST }) : undefined}
          onPress={() => {
            const key = props.fresh();
            follow.current = key;
            onChange([...of, { key, symbol: "star", text: "" }]);
          }}
        >
          {say("pwa.documents.add")}
        </Button>
      </div>
    </section>
  );
}
