import { type IconName, paths } from "./paths";

/** A line drawing beside words that say the same: never alone, so hidden from readers of the page. */
export function Icon(props: { name: IconName; flips?: boolean }) {
  return (
    <svg class={props.flips ? "symbol flips" : "symbol"} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[props.name]} />
    </svg>
  );
}

/** The symbol of a kind of device; one that we have no drawing for looks like a phone. */
export function KindIcon(props: { kind: string }) {
  return <Icon name={props.kind in paths ? (props.kind as IconName) : "phone"} />;
}

/** The round sign on its stick. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 34 44" aria-hidden="true" focusable="false">
      <rect x="15" y="22" width="4" height="21" rx="2" fill="currentColor" />
      <circle cx="17" cy="15" r="13.5" fill="#ffd21f" stroke="#17212b" stroke-width="2.5" />
      <path d="M8 15h18" stroke="#17212b" stroke-width="4" stroke-linecap="round" />
    </svg>
  );
}
