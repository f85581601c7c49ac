import { useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { post, read } from "../../api/send";
import { type Key, say, sayCode } from "../../i18n/say";
import { Button } from "../../parts/button/Button";
import { Card } from "../../parts/card/Card";
import { Choice } from "../../parts/choice/Choice";
import { Field } from "../../parts/field/Field";
import { Loading } from "../../parts/loading/Loading";
import { Problem } from "../../parts/problem/Problem";
import { firstPlace } from "../../parts/shell/places";
import { Screen } from "../../parts/shell/Screen";
import { enter } from "../../session";
import { useAction } from "../../use/action";
import { useLoad } from "../../use/load";

const empty = { school_name: "", slug: "", phone: "", preset: "", name: "", email: "", passphrase: "" };
type Name = keyof typeof empty;

/** The address that a school's name suggests: "St Mary's Primary" → "st-marys-primary". */
export function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "");
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
}

/** The first page of a fresh installation: the first administrator makes the school and chooses the policy it starts from. */
export default function FirstRun() {
  const { params } = useRoute();
  const { route } = useLocation();
  const path = { token: params.token ?? "" };
  const link = useLoad(path.token, signal => read("/api/links/{token}", { path }, signal));
  const [form, set] = useState(empty);
  const [slugged, setSlugged] = useState(false);
  const put = (name: Name) => (value: string) => {
    if (name === "slug") setSlugged(true);
    set(old => ({
      ...old,
      [name]: value,
      ...(name === "school_name" && !slugged ? { slug: slugOf(value) } : {}),
    }));
  };
  const go = useAction(async intent => {
    const me = enter(await post("/api/first-run", { body: { ...path, ...form } }, intent));
    route(me ? firstPlace(me) : "/", true);
  });
  const wrong = (name: Name) =>
    go.problem?.parts?.find(part => part.field === name)?.title ??
    (go.problem?.field === name ? go.problem.title : undefined);
  const field = (
    name: Name,
    type: "text" | "tel" | "email" | "password",
    complete: "off" | "tel" | "name" | "username" | "new-password",
  ) => (
    <Field
      label={say(`pwa.first_run.${name}` as Key)}
      hint={
        name === "slug" || name === "phone" || name === "passphrase"
          ? say(`pwa.first_run.${name}_hint` as Key)
          : undefined
      }
      type={type}
      complete={complete}
      value={form[name]}
      onValue={put(name)}
      wrong={wrong(name)}
      required
    />
  );
  return (
    <Screen title={say("pwa.first_run.title")} narrow>
      {link.problem && (
        <Problem of={link.problem} retry={link.again}>
          {link.problem.kind === "not_found" && <p>{say("pwa.first_run.newest")}</p>}
        </Problem>
      )}
      {!link.data && !link.problem && <Loading rows={3} />}
      {link.data && <p>{say("pwa.first_run.about")}</p>}
      {link.data && (
        <form
          class="stack"
          onSubmit={event => {
            event.preventDefault();
            void go.run();
          }}
        >
          <Card title={say("pwa.first_run.your_school")}>
            {field("school_name", "text", "off")}
            {field("slug", "text", "off")}
            {field("phone", "tel", "tel")}
            <Choice
              legend={say("pwa.first_run.preset")}
              value={form.preset}
              onValue={put("preset")}
              options={(link.data?.presets ?? []).map(name => ({
                value: name,
                label: sayCode("pwa.preset.", name.replaceAll("-", "_")),
                about: sayCode("pwa.preset_about.", name.replaceAll("-", "_")),
              }))}
            />
            {wrong("preset") && <p class="muted">{wrong("preset")}</p>}
          </Card>
          <Card title={say("pwa.first_run.you")}>
            {field("name", "text", "name")}
            {field("email", "email", "username")}
            {field("passphrase", "password", "new-password")}
          </Card>
          {go.problem && <Problem of={go.problem} retry={go.retry} />}
          <Button look="go" type="submit" wide busy={go.busy}>
            {say("pwa.first_run.go")}
          </Button>
        </form>
      )}
    </Screen>
  );
}
