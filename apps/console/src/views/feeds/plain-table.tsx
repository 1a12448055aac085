import type { ReactNode } from 'react';

/** A short table in a scroller of its own, whose first column names the row. */
export function PlainTable({
  label,
  head,
  rows,
}: {
  label: string;
  head: readonly { readonly title: string; readonly isNumber?: boolean }[];
  rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}) {
  return (
    <div className="orders-scroller" tabIndex={0} role="group" aria-label={label}>
      <table className="orders">
        <thead>
          <tr>
            {head.map(({ title, isNumber }) => (
              <th key={title} scope="col" className={isNumber ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...cells] }) => (
            <tr key={key} data-row-of={key}>
              <th scope="row">{name}</th>
              {cells.map((cell, i) => (
                <td key={head[i + 1]!.title} className={head[i + 1]!.isNumber ? 'number' : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
