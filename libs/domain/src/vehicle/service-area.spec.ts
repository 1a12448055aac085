import { createPolyline, createProjection } from '../geo/index.js';
import type { Schedule } from '../gtfs/index.js';
import { findServiceArea, isInArea } from './index.js';

function scheduleOf(
  stops: readonly [number, number][],
  line: readonly [number[], number[]] = [[], []],
): Schedule {
  return {
    projection: createProjection(49.84, 24.03),
    stops: { lat: Float64Array.from(stops, ([lat]) => lat), lon: Float64Array.from(stops, ([, lon]) => lon) },
    patterns: [{ line: createPolyline(...line) }],
  } as unknown as Schedule;
}

describe('the service area', () => {
  it('is the box around the stops and a margin', () => {
    const area = findServiceArea(
      scheduleOf([
        [49.8, 24],
        [49.9, 24.1],
      ]),
      5000,
    )!;
    expect(isInArea(area, { lat: 49.8 - 0.044, lon: 24.05 })).toBe(true);
    expect(isInArea(area, { lat: 49.8 - 0.046, lon: 24.05 })).toBe(false);
    expect(isInArea(area, { lat: 49.85, lon: 24.1 + 0.069 })).toBe(true);
    expect(isInArea(area, { lat: 49.85, lon: 24.1 + 0.071 })).toBe(false);
  });

  it('takes in lines that go further out than their stops', () => {
    const area = findServiceArea(
      scheduleOf(
        [[49.84, 24.03]],
        [
          [0, 20_000, 0],
          [0, 0, 10],
        ],
      ),
      100,
    )!;
    expect(isInArea(area, { lat: 49.84, lon: 24.3 })).toBe(true);
  });

  it('is not stretched to the Gulf of Guinea by a stop without a place', () => {
    expect(
      findServiceArea(
        scheduleOf([
          [49.84, 24.03],
          [0, 0],
          [NaN, NaN],
        ]),
        100,
      )!.south,
    ).toBeGreaterThan(49);
  });

  it('is none where there are no stops', () => {
    expect(findServiceArea(scheduleOf([]), 100)).toBeUndefined();
  });
});
