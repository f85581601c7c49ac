import { Say, say, sayCode } from "../../i18n/say";
import { Card } from "../../parts/card/Card";
import type { Concern, Reader } from "./api";
import { When } from "./When";

/** Who reads it, how they came to, and whether they have. */
export function Readers(props: { of: Concern }) {
  const { who_reads } = props.of;
  return (
    <Card title={say("reading.who")}>
      {who_reads.length === 0 && <p>{say("reading.who_not")}</p>}
      <ul class="who-reads">
        {who_reads.map((one, i) => (
          // By place: two of them may have one name, and the answer says nothing else of who they are.
          <li key={i}>
            <b>
              <bdi>{one.name}</bdi>
            </b>
            {one.me && <> ({say("reading.who_me")})</>}
            <br />
            <span class="muted">
              {how(one)} ·{" "}
              {one.read_at ? (
                <Say k="reading.who_read" with={{ When: <When at={one.read_at} /> }} />
              ) : (
                say("reading.who_unread")
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function how(of: Reader) {
  if (of.how === "glass" && of.until) {
    return <Say k="reading.how.glass" with={{ When: <When at={of.until} /> }} />;
  }
  return sayCode("reading.how.", of.how);
}
