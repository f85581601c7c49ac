import { useSpoken } from "../../i18n/say";

/** Names in a row, as the reader's language joins them ("Maryam and Yusuf"), each with its own direction. */
export function Names(props: { of: readonly string[] }) {
  const { tag } = useSpoken();
  const join = new Intl.ListFormat([tag, "en"], { type: "conjunction" });
  let at = 0;
  return (
    <>
      {join.formatToParts(props.of).map(part => {
        if (part.type === "literal") return part.value;
        at++;
        return <bdi key={at}>{part.value}</bdi>;
      })}
    </>
  );
}
