import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { say, useSpoken } from "../../i18n/say";
import { Icon } from "../../parts/icon/Icon";
import { Screen } from "../../parts/shell/Screen";
import { languages } from "../../session";
import { useStore } from "../../store";
import { LanguageSheet } from "./Languages";
import { PersonSheet } from "./PersonSheet";
import { useActing } from "./person";
import { WhoAreYou } from "./WhoAreYou";
import "./family.css";

/** Who is here and in which language, over every screen of a family: both a tap away, always. */
function Bar() {
  const person = useActing();
  const spoken = useSpoken();
  const offered = useStore(languages);
  const [open, set] = useState<"person" | "language">();
  const close = () => set(undefined);
  return (
    <section class="family-bar no-print" aria-label={say("family.bar.label")}>
      {person && (
        <button type="button" class="of-family" aria-haspopup="dialog" onClick={() => set("person")}>
          <Icon name="person" />
          <span class="unseen">{say("family.bar.who")}</span>
          <bdi>{person.name}</bdi>
          <Icon name="down" />
        </button>
      )}
      <span class="grow" />
      {offered.length > 1 && (
        <button type="button" class="of-family" aria-haspopup="dialog" onClick={() => set("language")}>
          <Icon name="globe" />
          <span class="unseen">{say("family.bar.language")}</span>
          <bdi lang={spoken.tag}>{spoken.name}</bdi>
        </button>
      )}
      {open === "person" && <PersonSheet onClose={close} />}
      {open === "language" && <LanguageSheet onClose={close} />}
    </section>
  );
}

/** A screen of a family. Where several people share the device, it first asks who is there. */
export function FamilyScreen(props: {
  title: string;
  heading?: ComponentChildren;
  focused?: boolean;
  children: ComponentChildren;
  /** The school that the whole screen is about, where it is one. */
  place?: string;
}) {
  const person = useActing();
  return (
    <>
      <Bar />
      {person ? (
        <Screen
          title={props.title}
          narrow
          heading={props.heading}
          focused={props.focused ?? false}
          place={props.place ?? ""}
        >
          {props.children}
        </Screen>
      ) : (
        <WhoAreYou />
      )}
    </>
  );
}
