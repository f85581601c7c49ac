import { strokesOf } from "./pictures";

/** The drawing of an answer, on a yellow round sign. It stands beside words that say the same. */
export function Picture(props: { of: string }) {
  return (
    <svg class="pictogram" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <circle class="sign" cx="24" cy="24" r="22.9" />
      {strokesOf(props.of).map(([kind, d]) => (
        <path key={d} class={kind} d={d} />
      ))}
    </svg>
  );
}
