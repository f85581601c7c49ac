/**
 * How far along something is: `done` of `of`, in at most ten stripes, the first as soon as something is done and the
 * last when all is. What it counts is said in `label`.
 */
export function Zebra(props: { done: number; of: number; label: string }) {
  const stripes = Math.min(10, Math.max(1, props.of));
  const begun = props.done > 0 ? 1 : 0;
  const on = props.of > 0 ? Math.min(stripes, Math.max(begun, Math.floor((props.done / props.of) * stripes))) : 0;
  return (
    <div
      class="zebra"
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={props.of}
      aria-valuenow={Math.min(props.done, props.of)}
    >
      {Array.from({ length: stripes }, (_, i) => (
        <i key={i} class={i < on ? "on" : ""} />
      ))}
    </div>
  );
}
