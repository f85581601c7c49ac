import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { post, read } from "../../../api/send";
import type { Contact, Family } from "../../../api/types";
import { day, moment, plainDay } from "../../../i18n/dates";
import { Say, say, sayCode } from "../../../i18n/say";
import { Button } from "../../../parts/button/Button";
import { Card } from "../../../parts/card/Card";
import { Choice } from "../../../parts/choice/Choice";
import { Dialog } from "../../../parts/dialog/Dialog";
import { Empty } from "../../../parts/empty/Empty";
import { Loading } from "../../../parts/loading/Loading";
import { Pill } from "../../../parts/pill/Pill";
import { Problem } from "../../../parts/problem/Problem";
import { Screen } from "../../../parts/shell/Screen";
import { Tick } from "../../../parts/tick/Tick";
import { may, now, useMe } from "../../../session";
import { useAction } from "../../../use/action";
import { useLoad } from "../../../use/load";
import { PrintOne } from "../../letters/PrintOne";
import { Revoke } from "../../letters/Revoke";
import { Barred } from "./Barred";
import { spokenNumber } from "./number";

/** One child and the adults around them, with the marks that decide whom the school tells and who may collect. */
export default function Pupil() {
  const { params } = useRoute();
  const path = { id: params.id ?? "" };
  const family = useLoad(path.id, signal => read("/api/pupils/{id}", { path }, signal));
  const { data } = family;
  const [marking, setMarking] = useState<Contact>();
  const [barred, setBarred] = useState<Contact>();
  const me = useMe();
  const others = data?.contacts.filter(one => one.adult !== barred?.adult && !one.no_contact && !one.gone) ?? [];
  const unmerge = useAction(async (intent, adult: string) => {
    await post("/api/adults/{id}/unmerge", { path: { id: adult }, body: {} }, intent);
    family.again();
  });
  return (
    <Screen title={data?.pupil.name ?? say("pwa.families.title")} narrow>
      <p>
        <Button look="quiet" href="/families" symbol="back" small>
          {say("pwa.families.all")}
        </Button>
      </p>
      {family.problem && <Problem of={family.problem} retry={family.again} />}
      {!data && !family.problem && <Loading rows={3} />}
      {data && (
        <>
          <p>
            <bdi>{data.pupil.class}</bdi> · {sayCode("pwa.year.", data.pupil.year)}
            {data.pupil.dob && (
              <>
                {" · "}
                <Say k="pwa.pupil.born" with={{ Day: plainDay(data.pupil.dob) }} />
              </>
            )}
            {data.pupil.language && ` · ${sayCode("pwa.lang.", data.pupil.language)}`}
          </p>
          {data.pupil.left_on && (
            <p>
              <Pill>
                <Say k="pwa.pupil.left" with={{ Day: day(data.pupil.left_on) }} />
              </Pill>
            </p>
          )}
          {data.contacts.length === 0 && (
            <Empty title={say("pwa.pupil.nobody")}>
              <p>{say("pwa.pupil.nobody_hint")}</p>
            </Empty>
          )}
          {unmerge.problem && <Problem of={unmerge.problem} retry={unmerge.retry} />}
          {data.contacts.map(one => (
            <Fragment key={one.adult}>
              <Adult
                of={one}
                onMark={() => setMarking(one)}
                onUnmerge={() => unmerge.run(one.adult)}
                busy={unmerge.busy}
              />
              {one.adult === barred?.adult && may(me, "letters") && others.length > 0 && (
                <Barred who={barred} others={others} onClose={() => setBarred(undefined)} />
              )}
            </Fragment>
          ))}
          {marking && (
            <Marks
              pupil={data.pupil.id}
              of={marking}
              onClose={() => setMarking(undefined)}
              onDone={next => {
                const now = next.contacts.find(one => one.adult === marking.adult);
                setBarred(now?.no_contact && !marking.no_contact ? now : undefined);
                family.put(next);
                setMarking(undefined);
              }}
            />
          )}
        </>
      )}
    </Screen>
  );
}

function Adult(props: { of: Contact; onMark: () => void; onUnmerge: () => void; busy: boolean }) {
  const me = useMe();
  const { of } = props;
  const [asking, setAsking] = useState<"letter" | "revoke">();
  const close = () => setAsking(undefined);
  const named = (action: string) => say("pwa.desk.for", { Action: action, Name: of.name });
  return (
    <Card title={<bdi>{of.name}</bdi>}>
      <p>
        {sayCode("pwa.relation.", of.relationship)}
        {of.responsibility && ` · ${say("pwa.pupil.responsibility")}`}
        {of.same_address && ` · ${say("pwa.pupil.same_address")}`}
        {of.language && ` · ${sayCode("pwa.lang.", of.language)}`}
      </p>
      <div class="side">
        {of.gone && <Pill>{say("pwa.pupil.gone")}</Pill>}
        {of.no_contact ? (
          <Pill tone="bad" symbol="no">
            {say("pwa.families.no_contact")}
          </Pill>
        ) : (
          <>
            <Pill tone={of.may_be_told ? "ok" : "due"} symbol={of.may_be_told ? "check" : "no"}>
              {say(of.may_be_told ? "pwa.pupil.told" : "pwa.pupil.not_told")}
            </Pill>
            <Pill tone={of.may_collect ? "ok" : "due"} symbol={of.may_collect ? "check" : "no"}>
              {say(of.may_collect ? "pwa.pupil.collects" : "pwa.pupil.not_collects")}
            </Pill>
          </>
        )}
      </div>
      {of.court_order && (
        <p>
          <Say k="pwa.pupil.court_order" with={{ Order: of.court_order }} />
        </p>
      )}
      {(of.mobile || of.email) && !of.no_contact && (
        <p class="side">
          {of.mobile && (
            <a href={`tel:${of.mobile.replaceAll(" ", "")}`} dir="ltr">
              {spokenNumber(of.mobile)}
            </a>
          )}
          {of.email && (
            <a href={`mailto:${of.email}`} dir="ltr">
              {of.email}
            </a>
          )}
        </p>
      )}
      {of.corrected_at && <p class="muted">{say("pwa.pupil.corrected", { When: moment(of.corrected_at, now()) })}</p>}
      <div class="side">
        <Button
          small
          onPress={props.onMark}
          label={say("pwa.desk.for", { Action: say("pwa.pupil.mark"), Name: of.name })}
        >
          {say("pwa.pupil.mark")}
        </Button>
        {of.merged && (
          <Button small look="quiet" busy={props.busy} onPress={props.onUnmerge}>
            {say("pwa.same.unmerge")}
          </Button>
        )}
        {may(me, "letters") && !of.no_contact && !of.gone && (
          <Button
            small
            look="quiet"
            symbol="print"
            label={named(say("pwa.signed.print_letter"))}
            onPress={() => setAsking("letter")}
          >
            {say("pwa.signed.print_letter")}
          </Button>
        )}
        {may(me, "letters") && (
          <Button
            small
            look="quiet"
            symbol="out"
            label={named(say("pwa.revoke.do"))}
            onPress={() => setAsking("revoke")}
          >
            {say("pwa.revoke.do")}
          </Button>
        )}
      </div>
      {asking === "letter" && <PrintOne adult={of.adult} name={of.name} onClose={close} />}
      {asking === "revoke" && (
        <Revoke adult={of.adult} name={of.name} onClose={close} onLetter={() => setAsking("letter")} />
      )}
    </Card>
  );
}

/** The office's own decision about one adult and one child; it stands over what later files say. */
function Marks(props: { pupil: string; of: Contact; onClose: () => void; onDone: (next: Family) => void }) {
  const { of } = props;
  const [none, setNone] = useState(of.no_contact);
  const [told, setTold] = useState(of.may_be_told);
  const [collects, setCollects] = useState(of.may_collect);
  const save = useAction(async intent => {
    const body = { pupil: props.pupil, no_contact: none, may_be_told: !none && told, may_collect: !none && collects };
    props.onDone(await post("/api/adults/{id}/marks", { path: { id: of.adult }, body }, intent));
  });
  return (
    <Dialog title={<Say k="pwa.pupil.marks_title" with={{ Name: of.name }} />} onClose={props.onClose}>
      <form
        class="stack"
        onSubmit={event => {
          event.preventDefault();
          void save.run();
        }}
      >
        <Choice
          legend={say("pwa.pupil.contact")}
          value={none ? "none" : "some"}
          onValue={value => setNone(value === "none")}
          options={[
            { value: "some", label: say("pwa.pupil.contact_yes") },
            { value: "none", label: say("pwa.families.no_contact"), about: say("pwa.pupil.no_contact_about") },
          ]}
        />
        {!none && (
          <>
            <Tick label={say("pwa.pupil.told")} about={say("pwa.pupil.told_about")} value={told} onValue={setTold} />
            <Tick
              label={say("pwa.pupil.collects")}
              about={say("pwa.pupil.collects_about")}
              value={collects}
              onValue={setCollects}
            />
          </>
        )}
        {save.problem && <Problem of={save.problem} retry={save.retry} />}
        <Button look="go" type="submit" wide busy={save.busy}>
          {say("pwa.pupil.save")}
        </Button>
      </form>
    </Dialog>
  );
}
