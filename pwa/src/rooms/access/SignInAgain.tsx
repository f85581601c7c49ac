import { useEffect, useState } from "preact/hooks";
import { onSignedOut } from "../../api/send";
import { Say, say } from "../../i18n/say";
import { Dialog } from "../../parts/dialog/Dialog";
import { door, enter, session } from "../../session";
import { SignInForm } from "./SignInForm";

/**
 * When the session has ended under a screen: the sign-in lies over it and what was typed stays. The same person goes
 * on where they were, and what they had sent is sent again; another person begins with an empty screen.
 */
export function SignInAgain() {
  const [asking, ask] = useState<{ person: string; answer: (back: boolean) => void }>();
  useEffect(() => {
    let waiting: Promise<boolean> | undefined;
    onSignedOut(() => {
      const before = session.get();
      if (!before) return Promise.resolve(false);
      if (before.kind === "family" || before.kind === "pupil") {
        // They have nothing to type here: a letter, a code, or their class. The door says so.
        door.set(before.school);
        enter(null);
        return Promise.resolve(false);
      }
      waiting ??= new Promise<boolean>(done => {
        ask({ person: before.person.id, answer: done });
      }).finally(() => {
        waiting = undefined;
        ask(undefined);
      });
      return waiting;
    });
    return () => onSignedOut(async () => false);
  }, []);
  if (!asking) return null;
  const me = session.get();
  const staff = me?.kind === "family" || me?.kind === "pupil" ? undefined : me;
  return (
    <Dialog title={say("pwa.again.title")}>
      <p>
        <Say k="pwa.again.about" with={{ Name: staff?.person.name ?? "" }} />
      </p>
      <SignInForm
        school={me?.school.slug}
        onDone={() => {
          const now = session.get();
          if (now && "person" in now && now.person.id === asking.person) asking.answer(true);
          else location.assign("/");
        }}
      />
    </Dialog>
  );
}
