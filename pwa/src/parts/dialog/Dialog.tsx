import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { say } from "../../i18n/say";
import { Button } from "../button/Button";

/**
 * One matter in front of the screen: a sheet from below on a phone, a box on a tablet. Escape and the cross close it,
 * unless it has no `onClose`; the focus goes back to where it was.
 */
export function Dialog(props: { title: ComponentChildren; onClose?: () => void; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  const title = useId();
  useLayoutEffect(() => {
    const before = document.activeElement;
    const dialog = box.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class="dialog"
      aria-labelledby={title}
      onCancel={event => {
        event.preventDefault();
        props.onClose?.();
      }}
    >
      <div class="top">
        <h2 id={title}>{props.title}</h2>
        {props.onClose && (
          <Button look="quiet" symbol="close" small onPress={props.onClose}>
            {say("pwa.close")}
          </Button>
        )}
      </div>
      <div class="inside">{props.children}</div>
    </dialog>
  );
}
