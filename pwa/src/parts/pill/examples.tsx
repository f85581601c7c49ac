import { Pill } from "./Pill";

export const examples = {
  plain: () => <Pill>May keep it</Pill>,
  due: () => (
    <Pill tone="due" symbol="wait">
      Not yet
    </Pill>
  ),
  bad: () => (
    <Pill tone="bad" symbol="kept">
      Kept
    </Pill>
  ),
  ok: () => (
    <Pill tone="ok" symbol="check">
      In, slot 14
    </Pill>
  ),
};
