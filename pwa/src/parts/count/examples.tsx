import { Count } from "./Count";

export const examples = {
  expected: () => (
    <Count label="Handed in today" value={86}>
      of about 94
    </Count>
  ),
};
