import { DepartureDelays } from './departure-delays.js';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';

const START = 1_800_000_000;
const WAITING = START - 600;

describe('the departure from a first stop', () => {
  it('is soon after its time where nothing is known', () => {
    const departures = new DepartureDelays(PREDICTION_PARAMETERS);
    const expected = departures.expect(START, WAITING, WAITING) - START;
    expect(expected).toBeGreaterThanOrEqual(0);
    expect(expected).toBeLessThan(60);
  });

  it('is as late as departures of late were', () => {
    const departures = new DepartureDelays(PREDICTION_PARAMETERS);
    for (let i = 0; i < 40; i++) departures.learn(START + 150, START, WAITING);
    expect(departures.expect(START, WAITING, WAITING)).toBe(START + 150);
  });

  it('of a vehicle that comes too late is a while after it came', () => {
    const departures = new DepartureDelays(PREDICTION_PARAMETERS);
    const ready = START + 400;
    expect(departures.expect(START, ready, ready)).toBeGreaterThan(ready);
    expect(departures.expect(START, ready, ready)).toBeLessThan(ready + 180);
  });

  it('is never in the past, however long it is overdue', () => {
    const departures = new DepartureDelays(PREDICTION_PARAMETERS);
    for (const late of [0, 100, 500, 3000]) {
      expect(departures.expect(START, WAITING, START + late)).toBeGreaterThan(START + late);
    }
  });

  it('is not learned from an hour’s delay, which is a mistake', () => {
    const departures = new DepartureDelays(PREDICTION_PARAMETERS);
    departures.learn(START + 3600, START, WAITING);
    expect(departures.dump()).toEqual([[], []]);
  });

  it('is remembered of so many, the oldest forgotten first', () => {
    const departures = new DepartureDelays({ ...PREDICTION_PARAMETERS, departuresKept: 3 });
    for (const late of [1, 2, 3, 4]) departures.learn(START + late, START, WAITING);
    expect(departures.dump()[0]).toEqual([4, 2, 3]);
  });
});
