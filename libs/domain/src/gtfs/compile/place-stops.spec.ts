import fc from 'fast-check';
import { type Polyline, createPolyline, lineLength, nearestOnLine, pointAt } from '../../geo/index.js';
import { drawPattern } from './draw-pattern.js';
import { hintByTime } from './hint-placement.js';
import { placeStops } from './place-stops.js';

/** Stops as [x, y] placed on the line, rounded to 10 m; times rise evenly unless given. */
function place(
  line: Polyline,
  stops: readonly (readonly [number, number])[],
  seconds?: readonly number[],
): number[] {
  const times = seconds ?? stops.map((_, i) => i * 60);
  const x = stops.map(([east]) => east);
  const y = stops.map(([, north]) => north);
  const { metres } = placeStops(line, x, y, hintByTime(line, times));
  return Array.from(metres, (along) => Math.round(along / 10) * 10);
}

const straight = createPolyline([0, 2000], [0, 0]);
/** Out along a street and back along the same. */
const outAndBack = createPolyline([0, 1000, 0], [0, 0, 0]);
/** Out 1 km, once round a block of 200 m, and back. */
const lollipop = createPolyline([0, 1000, 1000, 1200, 1200, 1000, 0], [0, 0, 200, 200, 0, 0, 0]);
/** A figure of eight that crosses itself at 500, 0. */
const eight = createPolyline([0, 1000, 1000, 500, 500, 0], [0, 0, 500, 500, -500, -500]);

describe('stops on a shape', () => {
  it('lie at their nearest places on a street', () => {
    expect(
      place(straight, [
        [0, 10],
        [400, -10],
        [1200, 5],
        [2000, 0],
      ]),
    ).toEqual([0, 400, 1200, 2000]);
  });

  it('on the way out and on the way back of the same street are told apart by their order', () => {
    const stops = [
      [0, 5],
      [500, 5],
      [1000, 5],
      [500, -5],
      [0, -5],
    ] as const;
    expect(place(outAndBack, stops)).toEqual([0, 500, 1000, 1500, 2000]);
  });

  it('that could be on the way out or back are told apart by the timetable', () => {
    expect(
      place(
        outAndBack,
        [
          [0, 0],
          [500, 0],
          [0, 0],
        ],
        [0, 60, 240],
      ),
    ).toEqual([0, 500, 2000]);
    expect(
      place(
        outAndBack,
        [
          [0, 0],
          [500, 0],
          [0, 0],
        ],
        [0, 180, 240],
      ),
    ).toEqual([0, 1500, 2000]);
  });

  it('of a loop with one stop at both ends lie at both ends', () => {
    const ring = createPolyline([0, 400, 400, 0, 0], [0, 0, 400, 400, 0]);
    expect(
      place(ring, [
        [0, 0],
        [400, 200],
        [200, 400],
        [0, 0],
      ]),
    ).toEqual([0, 600, 1000, 1600]);
  });

  it('of a loop at the end of a line go round it', () => {
    const stops = [
      [0, 0],
      [900, 0],
      [1100, 200],
      [1100, 0],
      [900, 0],
      [0, 0],
    ] as const;
    expect(place(lollipop, stops)).toEqual([0, 900, 1300, 1700, 1900, 2800]);
  });

  it('at a crossing of the shape with itself belong to the passage that their neighbours are on', () => {
    expect(
      place(eight, [
        [0, 0],
        [490, 5],
        [1000, 100],
      ]),
    ).toEqual([0, 490, 1100]);
    expect(
      place(eight, [
        [700, 500],
        [505, 10],
        [500, -400],
      ]),
    ).toEqual([1800, 2490, 2900]);
  });

  it('in one place twice in a row stay there', () => {
    expect(
      place(straight, [
        [0, 0],
        [600, 0],
        [600, 0],
        [2000, 0],
      ]),
    ).toEqual([0, 600, 600, 2000]);
  });

  it('that stand in the wrong order share the place between them rather than run back', () => {
    const metres = place(straight, [
      [0, 0],
      [620, 0],
      [600, 0],
      [2000, 0],
    ]);
    expect(metres[2]! - metres[1]!).toBe(0);
  });

  it('one of which is in another town leave the others where they are', () => {
    expect(
      place(straight, [
        [0, 0],
        [400, 0],
        [-9000, 9000],
        [1200, 0],
        [2000, 0],
      ]),
    ).toEqual([0, 400, 400, 1200, 2000]);
  });

  it('beyond the ends lie at the ends', () => {
    expect(
      place(straight, [
        [-300, 0],
        [1000, 0],
        [2300, 0],
      ]),
    ).toEqual([0, 1000, 2000]);
  });
});

describe('any shape and any stops', () => {
  const coordinate = fc.integer({ min: -3000, max: 3000 });
  const points = (minLength: number): fc.Arbitrary<[number, number][]> =>
    fc.array(fc.tuple(coordinate, coordinate), { minLength, maxLength: 30 });
  const lineOf = (vertices: [number, number][]): Polyline =>
    createPolyline(
      vertices.map(([x]) => x),
      vertices.map(([, y]) => y),
    );

  it('give places that never fall and are on the line', () => {
    fc.assert(
      fc.property(points(2), points(1), (vertices, stops) => {
        const line = lineOf(vertices);
        const metres = placeStops(
          line,
          stops.map(([x]) => x),
          stops.map(([, y]) => y),
        ).metres;
        for (const [i, along] of metres.entries()) {
          expect(along).toBeGreaterThanOrEqual(i > 0 ? metres[i - 1]! : 0);
          expect(along).toBeLessThanOrEqual(lineLength(line) + 1e-6);
        }
      }),
    );
  });

  it('that the stops were taken from are matched within a few metres, however often it crosses itself', () => {
    fc.assert(
      fc.property(
        points(3),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2 }),
        (vertices, shares) => {
          const line = lineOf(vertices);
          const truth = shares.sort((a, b) => a - b).map((share) => share * lineLength(line));
          const stops = truth.map((along) => pointAt(line, along));
          const { distances } = placeStops(
            line,
            stops.map(({ x }) => x),
            stops.map(({ y }) => y),
          );
          // A place within a piece of 25 m needs no order, so two stops of one piece may pull each other.
          expect(Math.max(...distances)).toBeLessThanOrEqual(25);
        },
      ),
    );
  });

  it('never place one stop worse than the nearest point of the line', () => {
    fc.assert(
      fc.property(points(2), coordinate, coordinate, (vertices, x, y) => {
        const line = lineOf(vertices);
        const { distances } = placeStops(line, [x], [y]);
        expect(distances[0]).toBeCloseTo(nearestOnLine(line, x, y).distanceMetres, 4);
      }),
    );
  });

  it('are placed in bounded time and memory, however many points they have', () => {
    const n = 50_000;
    const x = Float64Array.from({ length: n }, (_, i) => i * 3);
    const line = createPolyline(x, new Float64Array(n));
    const stops = Float64Array.from({ length: 1000 }, (_, i) => i * 150);
    const { distances, metres } = placeStops(line, stops, new Float64Array(1000));
    expect(Math.max(...distances)).toBeLessThan(10);
    expect(metres[999]).toBeCloseTo(149_850, -1);
  });
});

describe('the line of a pattern', () => {
  const x = [0, 500, 1000, 1500, 2000];
  const y = [5, 5, 5, 5, 5];
  const seconds = [0, 60, 120, 180, 240];
  const traveled = Float64Array.from(x, () => NaN);

  it('is the shape, turned round where it runs against the stops', () => {
    const shape = { shapeId: 'BACK', line: createPolyline([2000, 0], [0, 0]) };
    const { drawn, stopMetres, line } = drawPattern(shape, x, y, { seconds, traveled });
    expect(drawn).toBe('turned_round');
    expect(Array.from(stopMetres, Math.round)).toEqual(x);
    expect(line.x[0]).toBe(0);
  });

  it('keeps a loop the way it is drawn, which both ways fit about equally', () => {
    const ring = createPolyline([0, 400, 400, 0, 0], [0, 0, 400, 400, 0]);
    const { drawn } = drawPattern({ shapeId: 'RING', line: ring }, [0, 400, 0], [0, 400, 0], {
      seconds: [0, 60, 120],
      traveled: Float64Array.of(NaN, NaN, NaN),
    });
    expect(drawn).toBe('as_given');
  });

  it('believes shape_dist_traveled where it agrees with the map', () => {
    const shape = { shapeId: 'S', line: outAndBack, traveled: Float64Array.of(0, 1, 2) };
    const stops = { seconds: [0, 60, 120], traveled: Float64Array.of(0, 1.5, 2) };
    expect(Array.from(drawPattern(shape, [0, 500, 0], [0, 0, 0], stops).stopMetres, Math.round)).toEqual([
      0, 1500, 2000,
    ]);
  });

  it('does not believe shape_dist_traveled where it is nonsense', () => {
    const shape = { shapeId: 'S', line: straight, traveled: Float64Array.of(0, 2) };
    const stops = { seconds, traveled: Float64Array.of(2, 2, 2, 2, 2) };
    expect(Array.from(drawPattern(shape, x, y, stops).stopMetres, Math.round)).toEqual(x);
  });

  it('reads shape_dist_traveled of stops alone as a share of the whole', () => {
    const stops = { seconds: [0, 60, 120], traveled: Float64Array.of(0, 15, 20) };
    const drawn = drawPattern({ shapeId: 'S', line: outAndBack }, [0, 500, 0], [0, 0, 0], stops);
    expect(Array.from(drawn.stopMetres, Math.round)).toEqual([0, 1500, 2000]);
  });
});
