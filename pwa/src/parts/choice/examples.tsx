import { Choice } from "./Choice";

export const options = [
  { value: "amina", label: "Amina Hussain", about: "Mother" },
  { value: "bilal", label: "Bilal Hussain", about: "Father", not: "Must not be contacted." },
];

export const examples = {
  adults: () => <Choice legend="Who collects it?" options={options} value="" onValue={() => undefined} />,
};
