import { type Stroke, type SymbolName, shapes, turning } from "./shapes";

const known = (name: string): name is SymbolName => Object.hasOwn(shapes, name);

/**
 * The symbol of a statement, on a yellow round sign. It stands beside words that say the same, so readers of the page
 * do not hear it. A name that this app does not know yet is an empty sign. `big` is for one statement on a screen.
 */
export function Pictogram(props: { name: string; big?: boolean }) {
  const { name, big } = props;
  const strokes: readonly Stroke[] = known(name) ? shapes[name] : [];
  const classes = ["pictogram", big && "big", turning.has(name) && "turns"].filter(Boolean).join(" ");
  return (
    <svg class={classes} viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <circle class="sign" cx="24" cy="24" r="22.9" />
      {strokes.map(([kind, d]) => (
        <path key={d} class={kind} d={d} />
      ))}
    </svg>
  );
}
