export interface Chip {
  value: string;
  label: string;
  /** Where it is a word of a language: which, and its direction. */
  lang?: string;
  dir?: "ltr" | "rtl";
}

/** A row of short choices of which one holds, such as the classes at the desk. */
export function Chips(props: {
  label: string;
  options: readonly Chip[];
  value: string;
  onValue: (value: string) => void;
}) {
  return (
    <fieldset class="chips" aria-label={props.label}>
      {props.options.map(one => (
        <button
          key={one.value}
          type="button"
          aria-pressed={one.value === props.value}
          onClick={() => props.onValue(one.value)}
        >
          <bdi lang={one.lang} dir={one.dir}>
            {one.label}
          </bdi>
        </button>
      ))}
    </fieldset>
  );
}
