import { Zebra } from "./Zebra";

export const examples = {
  some: () => <Zebra done={86} of={94} label="Handed in" />,
  none: () => <Zebra done={0} of={0} label="Handed in" />,
};
