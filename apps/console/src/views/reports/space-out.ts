/** Moves places apart, so that each is at least `gap` from the next; those that are already stay. Order is kept. */
export function spaceOut(places: readonly number[], gap: number): number[] {
  const order = places.map((place, i) => ({ place, i })).sort((a, b) => a.place - b.place);
  const moved = [...places];
  let before = -Infinity;
  for (const { place, i } of order) {
    before = Math.max(place, before + gap);
    moved[i] = before;
  }
  return moved;
}
