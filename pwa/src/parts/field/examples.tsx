import { Field, Search } from "./Field";

const none = () => undefined;

export const examples = {
  line: () => <Field label="Where is it kept?" value="" onValue={none} hint="The place, not the person." />,
  wrong: () => <Field label="E-mail" type="email" value="x" onValue={none} wrong="That is no e-mail address." />,
  lines: () => <Field as="lines" label="Why not yet?" value="" onValue={none} />,
  select: () => <Field as="select" label="Class" value="a" onValue={none} options={[{ value: "a", label: "Oak" }]} />,
  search: () => <Search label="Two letters of a name" value="ma" onValue={none} input={{ current: null }} />,
};
