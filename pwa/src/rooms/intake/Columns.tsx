import { useState } from "preact/hooks";
import { put as send } from "../../api/send";
import type { Import } from "../../api/types";
import { say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Field } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { useAction } from "../../use/action";

/** Which column of the file holds what. What is corrected here is remembered for the next file with these headers. */
export function Columns(props: { of: Import; put: (next: Import) => void }) {
  const { of } = props;
  const [columns, set] = useState<Readonly<Record<string, string>>>(of.mapping);
  const save = useAction(async intent => {
    const filled = Object.fromEntries(Object.entries(columns).filter(([, header]) => header !== ""));
    props.put(await send("/api/imports/{id}/mapping", { path: { id: of.id }, body: { columns: filled } }, intent));
  });
  const twice = (header: string) => header !== "" && Object.values(columns).filter(one => one === header).length > 1;
  return (
    <Card title={say("pwa.import.columns_title")}>
      <p>{say(of.missing.length > 0 ? "pwa.import.columns_missing" : "pwa.import.columns_about")}</p>
      <form
        class="stack columns"
        onSubmit={event => {
          event.preventDefault();
          void save.run();
        }}
      >
        {of.fields.map(field => {
          const header = columns[field.field] ?? "";
          const missing = field.required && header === "" ? say("pwa.import.column_needed") : undefined;
          return (
            <Field
              key={field.field}
              as="select"
              label={sayCode("intake.field.", field.field)}
              value={header}
              wrong={twice(header) ? say("pwa.import.column_twice") : missing}
              onValue={value => set(old => ({ ...old, [field.field]: value }))}
              options={[
                { value: "", label: say(field.required ? "pwa.choose" : "pwa.import.no_column") },
                ...of.headers.map(one => ({ value: one, label: one })),
              ]}
            />
          );
        })}
        {save.problem && <Problem of={save.problem} retry={save.retry} />}
        <Button look="go" type="submit" wide busy={save.busy}>
          {say("pwa.import.columns_save")}
        </Button>
      </form>
    </Card>
  );
}
