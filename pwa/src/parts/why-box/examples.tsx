import { WhyBox } from "./WhyBox";

export const why = {
  key: "phones.release",
  section: "9.3",
  sentence: "Phones that have been confiscated will be released to parents/carers at the end of the day.",
};

export const examples = { closed: () => <WhyBox why={why} />, open: () => <WhyBox why={why} open /> };
