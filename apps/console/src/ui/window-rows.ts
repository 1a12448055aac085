/** Which rows of a long table are in sight: only these are in the page. Rows are all of one height. */
export interface RowWindow {
  readonly from: number;
  /** Behind the last. */
  readonly to: number;
}

const MORE_ROWS = 10;

export function windowRows(count: number, rowHeight: number, scrollTop: number, height: number): RowWindow {
  const from = Math.max(0, Math.floor(scrollTop / rowHeight) - MORE_ROWS);
  const to = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + MORE_ROWS);
  return { from: Math.min(from, Math.max(0, count - 1)), to: Math.max(to, Math.min(count, from)) };
}
