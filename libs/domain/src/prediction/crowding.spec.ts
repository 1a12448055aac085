import type { RunTrip } from '../tracking/index.js';
import { Crowding } from './crowding.js';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';

const p = PREDICTION_PARAMETERS;
/** Sections that end at the stops of a trip; that of the first stop means nothing. */
const SECTIONS = Int32Array.from([-1, ...Array.from({ length: 20 }, (_, i) => i)]);
const STOPS = SECTIONS.length;
const USUAL = 4;
const SECONDS_EACH = 2.5;

function tripOf(trip: number): RunTrip {
  return { trip } as RunTrip;
}

/** A vehicle drives a trip where `ratio` of the usual number gets in at each stop, and is late by it. */
function drive(crowding: Crowding, trip: number, ratio: number, at: number): void {
  const vehicleId = `v${trip}`;
  const boarded: number[] = [0];
  crowding.take({ vehicleId, trip, boarded }, SECTIONS, at);
  for (let stop = 1; stop < STOPS; stop++) {
    boarded.push(USUAL * ratio);
    crowding.note(vehicleId, tripOf(trip), stop, SECONDS_EACH * USUAL * (ratio - 1));
    crowding.take({ vehicleId, trip, boarded: [...boarded] }, SECTIONS, at + 60 * stop);
  }
}

/** After a day of vehicles that are emptier and fuller in turns. */
function createExperienced(): Crowding {
  const crowding = new Crowding(p);
  for (let trip = 0; trip < 200; trip++) drive(crowding, trip, trip % 2 === 0 ? 0.5 : 1.5, 90 * trip);
  return crowding;
}

describe('crowding', () => {
  it('is as usual until taps tell', () => {
    const crowding = new Crowding(p);
    crowding.note('v', tripOf(1), 1, 30);
    expect(crowding.ratioOf('v', tripOf(1))).toBe(1);
    expect(crowding.delayOf(3, 1)).toBe(0);
    expect(crowding.secondsEach).toBe(0);
  });

  it('learns how many get in, and what each more costs', () => {
    const crowding = createExperienced();
    expect(crowding.usual.of(5)).toBeCloseTo(USUAL, 0);
    expect(crowding.secondsEach).toBeGreaterThan(0.8 * SECONDS_EACH);
    expect(crowding.secondsEach).toBeLessThan(1.3 * SECONDS_EACH);
  });

  it('follows a vehicle: who takes up twice as many is expected to go on so, and to be slower', () => {
    const crowding = createExperienced();
    drive(crowding, 300, 2, 18_300);
    const ratio = crowding.ratioOf('v300', tripOf(300));
    expect(ratio).toBeGreaterThan(1.5);
    expect(ratio).toBeLessThan(2.1);
    const delay = crowding.delayOf(5, ratio);
    expect(delay).toBeGreaterThan(4);
    expect(delay).toBeLessThan(13);
    drive(crowding, 301, 0.2, 18_600);
    expect(crowding.delayOf(5, crowding.ratioOf('v301', tripOf(301)))).toBeLessThan(-3);
  });

  it('knows nothing of the next trip of a vehicle', () => {
    const crowding = createExperienced();
    drive(crowding, 300, 2, 18_300);
    expect(crowding.ratioOf('v300', tripOf(302))).toBe(1);
  });

  it('counts a stop once, and not before the one after it was left', () => {
    const crowding = createExperienced();
    const take = (boarded: readonly number[]): number => {
      crowding.take({ vehicleId: 'x', trip: 400, boarded }, SECTIONS, 18_300);
      return crowding.ratioOf('x', tripOf(400));
    };
    expect(take([7, 12])).toBe(1);
    const once = take([7, 12, 0]);
    expect(once).toBeGreaterThan(1.3);
    expect(take([7, 12, 0])).toBe(once);
    expect(take([7, 12])).toBe(once);
  });

  it('leaves out stops of which nobody knows who got in', () => {
    const crowding = createExperienced();
    const boarded = [null, null, null, 12, 12, 12, 0];
    crowding.take({ vehicleId: 'x', trip: 400, boarded }, SECTIONS, 18_300);
    expect(crowding.ratioOf('x', tripOf(400))).toBeGreaterThan(1.5);
  });

  it('does not learn again from what was known before a restart', () => {
    const crowding = createExperienced();
    const [usual, secondsEach] = [crowding.usual.of(5), crowding.secondsEach];
    const boarded = Array.from({ length: STOPS }, () => 40);
    crowding.take({ vehicleId: 'x', trip: 400, boarded }, SECTIONS, 18_300);
    expect(crowding.usual.of(5)).toBe(usual);
    expect(crowding.secondsEach).toBe(secondsEach);
    expect(crowding.ratioOf('x', tripOf(400))).toBeGreaterThan(4);
  });

  it('is forgotten with its vehicle', () => {
    const crowding = createExperienced();
    drive(crowding, 300, 2, 18_300);
    crowding.forget('v300');
    expect(crowding.ratioOf('v300', tripOf(300))).toBe(1);
  });
});
