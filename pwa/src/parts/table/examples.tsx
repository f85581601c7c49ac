import { Table } from "./Table";

const rows = [{ row: 12, value: "30/02/2016", why: "The calendar has no such day." }];

export const examples = {
  problems: () => (
    <Table
      label="To look at"
      rows={rows}
      id={one => String(one.row)}
      columns={[
        { head: "Row", cell: one => one.row },
        { head: "It says", cell: one => <bdi>{one.value}</bdi> },
        { head: "What is wrong", cell: one => one.why },
      ]}
    />
  ),
};
