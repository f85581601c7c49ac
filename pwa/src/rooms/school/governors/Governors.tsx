import { useState } from "preact/hooks";
import { read } from "../../../api/send";
import type { Governor } from "../../../api/types";
import { say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Empty } from "../../../parts/empty/Empty";
import { Loading } from "../../../parts/loading/Loading";
import { Problem } from "../../../parts/problem/Problem";
import { Row, Rows } from "../../../parts/rows/Rows";
import { initial, Screen } from "../../../parts/shell/Screen";
import { may, useMe } from "../../../session";
import { useLoad } from "../../../use/load";
import { Help } from "./Help";

/** The governors, for whoever chairs them: how far each can come in, and how to help. Nothing else of them is shown. */
export default function Governors() {
  const mine = may(useMe(), "governors");
  const [helping, help] = useState<Governor>();
  const list = useLoad(mine ? "governors" : "", async signal =>
    mine ? read("/api/governors", {}, signal) : { items: [] },
  );
  if (!mine) {
    return (
      <Screen title={say("pwa.not_here.title")} narrow>
        <Empty title={say("pwa.not_here.about")} />
      </Screen>
    );
  }
  const all = list.data?.items ?? [];
  return (
    <Screen title={say("pwa.nav.governors")}>
      {all.length > 0 && <p>{say("pwa.governors.about")}</p>}
      {list.problem && <Problem of={list.problem} retry={list.again} />}
      {!list.data && !list.problem && <Loading rows={4} />}
      {list.data && all.length === 0 && (
        <Empty title={say("pwa.governors.none")}>
          <p>{say("pwa.governors.none_about")}</p>
        </Empty>
      )}
      <Rows label={say("pwa.nav.governors")}>
        {all.map(one => (
          <Row
            key={one.id}
            name={one.name}
            symbol={initial(one.name)}
            about={sayCode("pwa.governors.state_", one.state)}
          >
            {one.state !== "works_here" && (
              <Button
                small
                label={say("pwa.desk.for", { Action: say("pwa.governors.help"), Name: one.name })}
                onPress={() => help(one)}
              >
                {say("pwa.governors.help")}
              </Button>
            )}
          </Row>
        ))}
      </Rows>
      {helping && (
        <Help
          to={helping}
          onClose={() => {
            help(undefined);
            list.again();
          }}
        />
      )}
    </Screen>
  );
}
