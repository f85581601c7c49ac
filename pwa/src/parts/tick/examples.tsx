import { Tick } from "./Tick";

export const examples = {
  leaver: () => <Tick label="Maja Nowak" about="Oak" value onValue={() => undefined} />,
};
