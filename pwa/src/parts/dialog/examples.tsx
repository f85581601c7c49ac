import { Dialog } from "./Dialog";

export const examples = {
  closable: () => (
    <Dialog title="Who collects it?" onClose={() => undefined}>
      <p>Only adults who may collect.</p>
    </Dialog>
  ),
  "must be answered": () => (
    <Dialog title="Are you still there?">
      <p>Sign in again.</p>
    </Dialog>
  ),
};
