import { Chips } from "./Chips";

export const classes = [
  { value: "", label: "All" },
  { value: "Oak", label: "Oak" },
  { value: "Beech", label: "Beech" },
];

export const examples = {
  classes: () => <Chips label="Class" options={classes} value="Oak" onValue={() => undefined} />,
};
