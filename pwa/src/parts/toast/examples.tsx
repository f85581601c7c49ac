import { Toast, Toasts, Undo } from "./Toast";

export const examples = {
  empty: () => <Toasts />,
  undoable: () => (
    <Toasts>
      <Toast action={<Undo until={Date.now() + 60_000} label="Undo, Maja" onUndo={() => undefined} />}>
        Maja: slot 14
      </Toast>
    </Toasts>
  ),
};
