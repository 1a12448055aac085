import { type ReactNode, useEffect, useRef, useState } from 'react';
import { compareNames } from '../text/compare-names.js';
import { remPixels } from './rem-pixels.js';
import { windowRows } from './window-rows.js';

const ROW_REM = 2;

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
  /** What it is sorted by; without it, it is not. */
  readonly order?: (row: Row) => string | number;
}

/** A table of thousands of rows, of which those in sight are in the page. The first column names the row. */
export function LongTable<Row>({
  label,
  columns,
  rows,
  keyOf,
  isChosen,
  sortedBy,
}: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  isChosen: (row: Row) => boolean;
  /** The column that it is sorted by at first; without it rows stand as they come. */
  sortedBy?: string;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 600 });
  const [sort, setSort] = useState(sortedBy === undefined ? undefined : { id: sortedBy, isDown: false });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = (): void => setSeen({ top: element.scrollTop, height: element.clientHeight });
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  const order = columns.find(({ id }) => id === sort?.id)?.order;
  const sorted = order
    ? [...rows].sort((a, b) => compare(order(a), order(b)) * (sort?.isDown ? -1 : 1))
    : rows;
  const rowHeight = ROW_REM * remPixels();
  const { from, to } = windowRows(sorted.length, rowHeight, seen.top, seen.height);
  return (
    <div ref={box} className="scroller" tabIndex={0} role="region" aria-label={label}>
      <table aria-rowcount={sorted.length + 1}>
        <thead>
          <tr>
            {columns.map(({ id, title, order: sortable, isNumber }) => (
              <th
                key={id}
                scope="col"
                className={isNumber ? 'number' : undefined}
                aria-sort={sort?.id === id ? (sort.isDown ? 'descending' : 'ascending') : undefined}
              >
                {sortable ? (
                  <button
                    type="button"
                    className="sorter"
                    onClick={() => setSort({ id, isDown: sort?.id === id && !sort.isDown })}
                  >
                    {title}{' '}
                    <span aria-hidden="true">{sort?.id === id ? (sort.isDown ? '▼' : '▲') : '↕'}</span>
                  </button>
                ) : (
                  title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer columns={columns.length} height={from * rowHeight} />
          {sorted.slice(from, to).map((row, i) => (
            <tr key={keyOf(row)} aria-rowindex={from + i + 2} data-chosen={isChosen(row) ? '' : undefined}>
              {columns.map(({ id, cell, isNumber }, n) => (
                <Cell key={id} isFirst={n === 0} isNumber={isNumber === true}>
                  {cell(row)}
                </Cell>
              ))}
            </tr>
          ))}
          <Spacer columns={columns.length} height={(sorted.length - to) * rowHeight} />
        </tbody>
      </table>
    </div>
  );
}

function Cell({ isFirst, isNumber, children }: { isFirst: boolean; isNumber: boolean; children: ReactNode }) {
  const className = isNumber ? 'number' : undefined;
  if (isFirst) return <th scope="row">{children}</th>;
  return <td className={className}>{children}</td>;
}

function Spacer({ columns, height }: { columns: number; height: number }) {
  if (height <= 0) return null;
  return (
    <tr className="spacer" aria-hidden="true">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return compareNames(String(a), String(b));
}
