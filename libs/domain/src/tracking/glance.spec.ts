import { glance } from './glance.js';
import type { Fix, Hypothesis } from './hypothesis.js';
import { EIGHT, TownFleet } from './town.fixture.js';
import { TRACKING_PARAMETERS } from './tracking-parameters.js';

const SPEED = 1000 / 120;

function driveEach(seconds: number): TownFleet {
  const town = new TownFleet();
  for (let t = 0; t * SPEED <= 3200; t += seconds) town.report('v1', t, town.onTrip('out1', t * SPEED));
  return town;
}

describe('a vehicle that reports each second', () => {
  it('is weighed every twenty seconds only', () => {
    const town = driveEach(1);
    const { at, thoughtAt } = town.fleet.findState('v1')!;
    expect(thoughtAt).toBeLessThan(at);
    expect(at - thoughtAt).toBeLessThan(TRACKING_PARAMETERS.thinkSeconds);
  });

  it('is on the same trip, at the place where it is, as one that reports thrice a minute', () => {
    const [often, seldom] = [driveEach(1), driveEach(20)];
    expect(often.print(often.updates.at(-1)!)).toBe('out1 IN_PROGRESS 3200');
    expect(seldom.print(seldom.updates.at(-1)!)).toBe('out1 IN_PROGRESS 3170');
    const stops = (town: TownFleet): string => town.printVisits('v1').replaceAll(/ [\d:]*-[\d:]*/g, '');
    expect(stops(often)).toBe(stops(seldom));
  });

  it('is weighed at once when it names another trip', () => {
    const town = driveEach(1);
    const at = town.fleet.findState('v1')!.at - EIGHT + 1;
    town.report('v1', at, town.onTrip('out1', at * SPEED), { tripId: 'out1' });
    expect(town.fleet.findState('v1')!.thoughtAt).toBe(EIGHT + at);
  });
});

describe('a glance', () => {
  /** Where it has the vehicle then; undefined where it does not do. */
  function glanceAt(metres: number, more: Partial<Fix>): Hypothesis | undefined {
    const town = driveEach(20);
    const believed = town.fleet.findState('v1')!.believed!;
    const { schedule } = town;
    const { line } = schedule.patterns[believed.trip.pattern]!;
    const x = line.x[0]! + metres;
    const fix = {
      x,
      y: line.y[0]!,
      at: EIGHT + 390,
      elapsed: 5,
      moved: 40,
      heading: 90,
      speed: 8,
      standing: 0,
      atBase: false,
    };
    const moved = { ...believed };
    const isEnough = glance(TRACKING_PARAMETERS, town.timetable, moved, {
      ...fix,
      tripId: undefined,
      routeId: undefined,
      directionId: undefined,
      ...more,
    });
    return isEnough ? moved : undefined;
  }

  it('moves what was believed on along the line', () => {
    expect(glanceAt(3230, {})!.metres).toBeCloseTo(3230, -1);
  });

  it('is not enough at the end of the trip, off the line, or standing before the trip’s time', () => {
    expect(glanceAt(3985, { elapsed: 60 })).toBeUndefined();
    expect(glanceAt(3900, { elapsed: 60, standing: 60 })).toBeUndefined();
    expect(glanceAt(3230, { y: 9e5 })).toBeUndefined();
    expect(glanceAt(3230, { at: EIGHT - 5, standing: 60 })).toBeUndefined();
  });
});
