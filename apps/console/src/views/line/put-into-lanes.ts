/** Side by side what would lie over each other. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Of each span its lane, counted from 0: the first in which nothing of it is taken. Spans may touch. */
export function putIntoLanes(spans: readonly Span[]): readonly number[] {
  const lanes = new Array<number>(spans.length).fill(0);
  const ends: number[] = [];
  const order = spans.map((_, i) => i).sort((a, b) => spans[a]!.from - spans[b]!.from);
  for (const i of order) {
    const { from, to } = spans[i]!;
    const free = ends.findIndex((end) => end <= from);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = to;
    lanes[i] = lane;
  }
  return lanes;
}

/** Of texts at places along a line, given by importance: which may be shown with so much room each. */
export function keepApart(places: readonly number[], room: number): readonly boolean[] {
  const kept: number[] = [];
  return places.map((place) => {
    const isFree = kept.every((other) => Math.abs(other - place) >= room);
    if (isFree) kept.push(place);
    return isFree;
  });
}
