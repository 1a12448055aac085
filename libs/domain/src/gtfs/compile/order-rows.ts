/** Rows brought together by what they belong to, and put in the order of their sequence numbers. */
export interface OrderedRows {
  /** Rows of group i are `rows[first[i]]` to `rows[first[i + 1] - 1]`. Length is the number of groups + 1. */
  readonly first: Int32Array;
  /** Indexes of rows of the file. */
  readonly rows: Int32Array;
}

/**
 * Orders rows by group, then sequence, then place in the file. A counting sort: the millions of stop times of a
 * city are nearly always in order already, and a comparison sort over all of them would take seconds.
 */
export function orderRows(group: Int32Array, groups: number, sequence: Int32Array): OrderedRows {
  const first = new Int32Array(groups + 1);
  for (const g of group) first[g + 1]!++;
  for (let g = 0; g < groups; g++) first[g + 1]! += first[g]!;
  const next = first.slice();
  const rows = new Int32Array(group.length);
  for (let row = 0; row < group.length; row++) rows[next[group[row]!]!++] = row;
  for (let g = 0; g < groups; g++) sortGroup(rows, first[g]!, first[g + 1]!, sequence);
  return { first, rows };
}

function sortGroup(rows: Int32Array, from: number, to: number, sequence: Int32Array): void {
  let sorted = true;
  for (let i = from + 1; i < to && sorted; i++) {
    sorted = sequence[rows[i - 1]!]! <= sequence[rows[i]!]!;
  }
  if (!sorted) rows.subarray(from, to).sort((a, b) => sequence[a]! - sequence[b]! || a - b);
}
