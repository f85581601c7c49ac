import type { ComponentChild } from "preact";

export interface Column<T> {
  head: string;
  cell: (row: T) => ComponentChild;
}

/** Rows and columns; on a phone each row becomes a card. The roles are said outright, since cards are no table to CSS. */
export function Table<T>(props: {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  id: (row: T) => string;
}) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: `display: block` takes the table's own roles away
    <table class="table" aria-label={props.label} role="table">
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <thead role="rowgroup">
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <tr role="row">
          {props.columns.map(column => (
            // biome-ignore lint/a11y/noRedundantRoles: as above
            <th key={column.head} scope="col" role="columnheader">
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <tbody role="rowgroup">
        {props.rows.map(row => (
          // biome-ignore lint/a11y/noRedundantRoles: as above
          <tr key={props.id(row)} role="row">
            {props.columns.map(column => (
              // biome-ignore lint/a11y/noRedundantRoles: as above
              <td key={column.head} data-head={column.head} role="cell">
                <span>{column.cell(row)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
