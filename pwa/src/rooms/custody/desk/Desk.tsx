import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { read } from "../../../api/send";
import type { DeskPupil } from "../../../api/types";
import { clock } from "../../../i18n/dates";
import { Say, say, sayMany } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Chips } from "../../../parts/chips/Chips";
import { Empty } from "../../../parts/empty/Empty";
import { Search } from "../../../parts/field/Field";
import { Loading } from "../../../parts/loading/Loading";
import { Problem } from "../../../parts/problem/Problem";
import { Rows } from "../../../parts/rows/Rows";
import { Screen } from "../../../parts/shell/Screen";
import { may, now, setNow, useMe } from "../../../session";
import { useLoad } from "../../../use/load";
import { useRefresh } from "../../../use/refresh";
import { find, findable } from "../find";
import "./desk.css";
import { DeskRow } from "./DeskRow";
import { DeskSide } from "./DeskSide";
import { aboutOf, applied, type Move, mainMove, type Way, wayAt } from "./model";
import { useMoves } from "./moves";
import { OtherDevice } from "./OtherDevice";

/** So many rows are drawn at first: a class fits, and four hundred children never do. */
const FIRST_ROWS = 40;

/** How often another tablet's moves are fetched, in milliseconds. */
const EVERY = 20_000;

/** The office's desk: four hundred children in ten minutes. Two letters, one press, the slot shown large. */
export default function Desk() {
  const me = useMe();
  const desk = useLoad("desk", async signal => {
    const got = await read("/api/desk", {}, signal);
    setNow(got.now);
    return got;
  });
  const [typed, setTyped] = useState("");
  const [classOf, setClassOf] = useState("");
  const [chosenWay, setWay] = useState<Way>();
  const [at, setAt] = useState(0);
  const [all, setAll] = useState(false);
  const [other, setOther] = useState<DeskPupil>();
  const [last, setLast] = useState<{ pupil: string; move: Move }>();
  const field = useRef<HTMLInputElement>(null);
  const { data, put, again } = desk;

  const { underway, move } = useMoves((row, what) => {
    put(old => applied(old, row));
    setLast(what === "undo" ? undefined : { pupil: row.id, move: what });
    // Ready for the next child: what was typed is marked, so that the next letter replaces it.
    if (document.activeElement === field.current) field.current?.select();
  });

  useRefresh(again, EVERY);

  const way = chosenWay ?? (data ? wayAt(data, clock(now())) : "in");
  const searchable = useMemo(() => findable(data?.pupils ?? []), [data?.pupils]);
  const asked = typed.trim() !== "" || classOf !== "";
  const found = useMemo(() => {
    const inClass = classOf ? searchable.filter(one => one.of.class === classOf) : searchable;
    const matching = find(inClass, typed);
    return asked || way === "in"
      ? matching
      : matching.filter(one => one.devices.some(device => device.state === "handed_in"));
  }, [searchable, classOf, typed, asked, way]);
  const shown = all ? found : found.slice(0, FIRST_ROWS);
  // In the morning nobody is shown before something is asked: a list of everybody finds nobody.
  const rows = asked || way === "out" ? shown : [];
  const reset = useCallback(() => {
    setAt(0);
    setAll(false);
  }, []);

  const keys = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step && rows.length > 0) {
      event.preventDefault();
      setAt(old => Math.min(rows.length - 1, Math.max(0, old + step)));
    } else if (event.key === "Escape") {
      event.preventDefault();
      setTyped("");
      reset();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const pupil = typed.trim() ? rows[at] : undefined;
      const what = pupil && mainMove(pupil, way);
      if (pupil && what) void move(pupil.id, what, aboutOf(pupil, what));
    }
  };
  const keyboardOn = typed.trim() !== "" ? rows[at] : undefined;

  return (
    <Screen title={say(way === "in" ? "pwa.desk.title_in" : "pwa.desk.title_out")} focused>
      {desk.problem && !data && <Problem of={desk.problem} retry={again} />}
      {!data && !desk.problem && <Loading rows={5} />}
      {data && data.pupils.length === 0 && (
        <Empty title={say("pwa.families.none")}>
          {may(me, "import") && (
            <Button href="/import" look="go" symbol="file_in">
              {say("pwa.families.import")}
            </Button>
          )}
        </Empty>
      )}
      {data && data.pupils.length > 0 && (
        <div class="desk">
          <div class="desk-find">
            <Search
              label={say("pwa.desk.search")}
              value={typed}
              input={field}
              first
              onKeyDown={keys}
              onValue={value => {
                setTyped(value);
                reset();
              }}
            />
            <span class="unseen" role="status">
              {keyboardOn && say("pwa.desk.chosen", { Name: keyboardOn.name, Class: keyboardOn.class })}
            </span>
            <Chips
              label={say("pwa.classes")}
              value={classOf}
              onValue={value => {
                setClassOf(value);
                reset();
              }}
              options={[
                { value: "", label: say("pwa.all") },
                ...me.all_classes.map(one => ({ value: one.name, label: one.name })),
              ]}
            />
          </div>
          <div class="desk-rows">
            {desk.problem && <Problem of={desk.problem} retry={again} />}
            {rows.length > 0 ? (
              <Rows label={say("pwa.desk.found")}>
                {rows.map(pupil => (
                  <DeskRow
                    key={pupil.id}
                    pupil={pupil}
                    way={way}
                    chosen={pupil === keyboardOn}
                    underway={underway.get(pupil.id)}
                    onMove={(what, about) => void move(pupil.id, what, about)}
                    onMore={() => setOther(pupil)}
                  />
                ))}
              </Rows>
            ) : asked ? (
              <Empty title={say("pwa.desk.nobody")}>
                <p>{say("pwa.desk.nobody_hint")}</p>
              </Empty>
            ) : way === "out" ? (
              <Empty title={say("pwa.desk.all_gone")} />
            ) : (
              <Empty title={say("pwa.desk.begin")}>
                <p>{say("pwa.desk.begin_hint")}</p>
              </Empty>
            )}
            {rows.length > 0 && found.length > rows.length && (
              <Button wide onPress={() => setAll(true)}>
                {sayMany("pwa.desk.more", found.length - rows.length)}
              </Button>
            )}
          </div>
          <DeskSide
            desk={data}
            way={way}
            last={last}
            underway={underway}
            onMove={move}
            onWay={value => {
              setWay(value);
              reset();
            }}
          />
        </div>
      )}
      {other && (
        <OtherDevice
          pupil={other}
          onClose={() => setOther(undefined)}
          onHandIn={about => {
            setOther(undefined);
            void move(other.id, "hand-in", about);
          }}
        />
      )}
      {data && data.uncollected > 0 && way === "out" && (
        <p class="quietly">
          <Say k="pwa.desk.liability" />
        </p>
      )}
    </Screen>
  );
}
