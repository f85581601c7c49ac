import type { ComponentChildren } from "preact";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Problem } from "../../parts/problem/Problem";
import type { Acts } from "./api";
import { type Panel, useAct } from "./panel";

/** What every step has: the panel it changes, and what to do when it is over. */
export interface Step {
  panel: Panel;
  onClose: () => void;
}

/**
 * One step as a sheet: what it does, what it wants, and its button. `body` is what is sent, or why it cannot be yet.
 */
export function ActDialog<A extends keyof Acts>(
  props: Step & {
    what: A;
    title: string;
    about?: ComponentChildren;
    go: string;
    body: Acts[A] | string;
    /** Cannot be taken back. */
    final?: boolean;
    /** After it was done, before the sheet goes. */
    onDone?: () => void;
    children?: ComponentChildren;
  },
) {
  const { body } = props;
  const go = useAct(props.panel, props.what, () => {
    props.onDone?.();
    props.onClose();
  });
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      {props.about && <p>{props.about}</p>}
      <form
        class="stack"
        autocomplete="off"
        onSubmit={event => {
          event.preventDefault();
          if (typeof body !== "string") void go.run(body);
        }}
      >
        {props.children}
        {go.problem && <Problem of={go.problem} retry={go.retry} />}
        <Button
          look={props.final ? "danger" : "go"}
          type="submit"
          wide
          busy={go.busy}
          not={typeof body === "string" ? body : undefined}
        >
          {props.go}
        </Button>
      </form>
    </Dialog>
  );
}
