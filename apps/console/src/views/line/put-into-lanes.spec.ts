import { keepApart, putIntoLanes } from './put-into-lanes.js';

const at = (place: number) => ({ from: place - 10, to: place + 10 });

describe('lanes', () => {
  it('are one where nothing overlaps', () => {
    expect(putIntoLanes([at(0), at(20), at(100)])).toEqual([0, 0, 0]);
  });

  it('part what overlaps, in any order, and are used again', () => {
    expect(putIntoLanes([at(30), at(0), at(15), at(5)])).toEqual([0, 0, 2, 1]);
  });

  it('never have two in one place', () => {
    const spans = Array.from({ length: 60 }, (_, i) => at((i * 37) % 200));
    const lanes = putIntoLanes(spans);
    for (const [i, a] of spans.entries()) {
      for (const [n, b] of spans.entries()) {
        if (n <= i || lanes[i] !== lanes[n]) continue;
        expect(a.to <= b.from || b.to <= a.from).toBe(true);
      }
    }
  });

  it('of nothing are none', () => {
    expect(putIntoLanes([])).toEqual([]);
  });
});

describe('texts kept apart', () => {
  it('are the first that have room', () => {
    expect(keepApart([0, 100, 10, 50, 63], 14)).toEqual([true, true, false, true, false]);
  });
});
