import fc from 'fast-check';
import { OccupancyStatus, chooseOccupancy } from './choose-occupancy.js';
import { estimateLoad } from './estimate-load.js';
import { tellLoad } from './tell-load.js';

const PROFILE = { meanRideStops: 6, tapShare: 1 };
const BUS = { seats: 30, standing: 60 };

describe('the load of a vehicle', () => {
  it('is all who got in, at the stop where they did, and nobody after the last', () => {
    expect(estimateLoad([20], 1, 30, PROFILE).persons).toBeCloseTo(20, 9);
    expect(estimateLoad([20, 5], 30, 30, PROFILE).persons).toBeCloseTo(0, 9);
  });

  it('falls stop by stop as people get out', () => {
    const loads = [1, 5, 10, 20, 29].map((place) => estimateLoad([40], place, 30, PROFILE).persons);
    expect(loads).toEqual(loads.toSorted((a, b) => b - a));
  });

  it('counts those who tap for all who ride, and is less sure of it', () => {
    const half = estimateLoad([20], 1, 30, { ...PROFILE, tapShare: 0.5 });
    expect(half.persons).toBeCloseTo(40, 9);
    expect(half.deviation).toBeGreaterThan(estimateLoad([20], 1, 30, PROFILE).deviation);
  });

  it('is counted where people tap out', () => {
    expect(estimateLoad([10, 5], 2, 30, PROFILE, [0, 7]).persons).toBe(8);
  });

  it('is never below nought, nor above all who got in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { maxLength: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (boardings, place) => {
          const { persons, deviation } = estimateLoad(boardings, place, 30, PROFILE);
          expect(persons).toBeGreaterThanOrEqual(0);
          expect(persons).toBeLessThanOrEqual(boardings.slice(0, place).reduce((a, b) => a + b, 0) + 1e-9);
          expect(deviation).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

describe('the occupancy that is published', () => {
  const choose = (persons: number, before?: OccupancyStatus): OccupancyStatus | undefined =>
    chooseOccupancy({ persons, deviation: 0 }, BUS, before);

  it('goes up with the load', () => {
    expect([0, 20, 45, 70, 95].map((persons) => choose(persons))).toEqual([1, 2, 3, 4, 5]);
  });

  it('never says that a vehicle is empty', () => {
    expect(choose(0, OccupancyStatus.MANY_SEATS_AVAILABLE)).toBe(OccupancyStatus.MANY_SEATS_AVAILABLE);
    expect(Object.values(OccupancyStatus)).not.toContain(0);
  });

  it('does not change to and fro at a boundary', () => {
    expect(choose(17, OccupancyStatus.MANY_SEATS_AVAILABLE)).toBe(OccupancyStatus.MANY_SEATS_AVAILABLE);
    expect(choose(13, OccupancyStatus.FEW_SEATS_AVAILABLE)).toBe(OccupancyStatus.FEW_SEATS_AVAILABLE);
    expect(choose(19, OccupancyStatus.MANY_SEATS_AVAILABLE)).toBe(OccupancyStatus.FEW_SEATS_AVAILABLE);
  });

  it('is nothing where the capacity is unknown, the vehicle small or the load unsure', () => {
    expect(chooseOccupancy({ persons: 5, deviation: 0 }, undefined, undefined)).toBeUndefined();
    expect(
      chooseOccupancy({ persons: 5, deviation: 0 }, { seats: 10, standing: 5 }, undefined),
    ).toBeUndefined();
    expect(chooseOccupancy({ persons: 40, deviation: 60 }, BUS, undefined)).toBeUndefined();
  });

  it('singles nobody out: one person more or less seldom changes it, and never undoes it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 120 }),
        fc.constantFrom(...Object.values(OccupancyStatus)),
        (persons, before) => {
          const now = choose(persons, before)!;
          // From a word that was chosen, one person more or fewer leads to the same word unless at one boundary,
          // and going back does not lead back: the word does not follow the person.
          const one = choose(persons + 1, now)!;
          expect(Math.abs(one - now)).toBeLessThanOrEqual(1);
          if (one !== now) expect(choose(persons, one)).toBe(one);
        },
      ),
    );
  });

  it('of fewer people than could be singled out is the word for none', () => {
    for (let persons = 0; persons <= 8; persons += 1) {
      expect(choose(persons, OccupancyStatus.MANY_SEATS_AVAILABLE)).toBe(choose(0));
    }
  });
});

describe('the load that dispatchers are told', () => {
  it('is to the nearest five', () => {
    expect([12, 13, 41.8].map((persons) => tellLoad({ persons, deviation: 2 }))).toEqual([10, 15, 40]);
  });

  it('is nothing of few people, and nothing that is as likely half as many', () => {
    expect(tellLoad({ persons: 7.9, deviation: 0 })).toBeUndefined();
    expect(tellLoad({ persons: 30, deviation: 16 })).toBeUndefined();
  });
});
