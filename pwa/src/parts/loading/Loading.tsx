import { say } from "../../i18n/say";

/** Where the words will stand, until they are there. */
export function Loading(props: { rows?: number }) {
  return (
    <div class="loading" role="status" aria-label={say("pwa.loading")}>
      <i class="short" />
      {Array.from({ length: props.rows ?? 4 }, (_, i) => (
        <i key={i} />
      ))}
    </div>
  );
}
