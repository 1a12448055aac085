/** Arrow keys among things that stand in columns: up and down within one, sideways to what is nearest beside it. */
export interface Standing {
  readonly column: number;
  readonly place: number;
}

/** Index of where the key goes; undefined where it goes nowhere. */
export function stepFocus(things: readonly Standing[], now: number, key: string): number | undefined {
  const here = things[now];
  if (!here) return undefined;
  const column = byPlace(things, here.column);
  const at = column.indexOf(now);
  if (key === 'ArrowUp') return column[at - 1];
  if (key === 'ArrowDown') return column[at + 1];
  if (key === 'Home') return column[0];
  if (key === 'End') return column.at(-1);
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const beside = byPlace(things, here.column + (key === 'ArrowLeft' ? -1 : 1));
  const away = (i: number): number => Math.abs(things[i]!.place - here.place);
  return beside.reduce<number | undefined>(
    (best, i) => (best === undefined || away(i) < away(best) ? i : best),
    undefined,
  );
}

function byPlace(things: readonly Standing[], column: number): number[] {
  return things
    .map((_, i) => i)
    .filter((i) => things[i]!.column === column)
    .sort((a, b) => things[a]!.place - things[b]!.place);
}
