import { ReadAloud } from "./ReadAloud";

export const examples = {
  sentence: () => <ReadAloud text="I keep my passwords to myself." lang="en" />,
};
