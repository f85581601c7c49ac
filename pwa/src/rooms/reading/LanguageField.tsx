import { known, say } from "../../i18n/say";
import { Field } from "../../parts/field/Field";

/** The languages that families of the two schools' exports speak, and English. */
const TAGS = ["en", "ar", "bn", "ne", "pa", "pl", "ps", "pt", "ro", "sk", "so", "uk", "ur"] as const;

/** A language by its English name; a tag that has none is shown as it is, easy English is English. */
export function nameOf(tag: string): string {
  const base = tag.split("-")[0] ?? tag;
  for (const key of [`pwa.lang.${tag}`, `pwa.lang.${base}`]) if (known(key)) return say(key);
  return tag;
}

/** Which language something is in. */
export function LanguageField(props: { label: string; value: string; onValue: (tag: string) => void }) {
  const all = TAGS.includes(props.value as (typeof TAGS)[number]) || !props.value ? TAGS : [...TAGS, props.value];
  const options = all
    .map(value => ({ value: value as string, label: nameOf(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, "en"));
  if (!props.value) options.unshift({ value: "", label: say("pwa.choose") });
  return <Field as="select" label={props.label} value={props.value} onValue={props.onValue} options={options} />;
}
