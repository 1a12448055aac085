import { EIGHT, TownFleet } from '../tracking/town.fixture.js';
import type { RunTrip } from '../tracking/index.js';
import { HeadwayDepartures } from './headway-departures.js';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';

/** Vehicles of a line by headway, each ten minutes. */
const HEADWAY = 600;

function setUp(): { departures: HeadwayDepartures; again: HeadwayDepartures; trip: RunTrip } {
  const town = new TownFleet();
  town.drive('v1', 'head', 1230, 250, 1500);
  const trip = town.fleet.findState('v1')!.trip!;
  const departures = new HeadwayDepartures(PREDICTION_PARAMETERS, town.timetable);
  return { departures, again: new HeadwayDepartures(PREDICTION_PARAMETERS, town.timetable), trip };
}

/** Pairs of vehicles that come together, of which the second waits so long. */
function learnPairs(departures: HeadwayDepartures, trip: RunTrip, waits: number): number {
  let at = EIGHT;
  for (let pair = 0; pair < 5; pair++) {
    departures.learn('v1', trip, at, at - 60);
    departures.learn('v2', trip, at + waits, at);
    at += waits + HEADWAY;
  }
  return at;
}

describe('a vehicle by headway that comes right behind another', () => {
  it('is expected a headway behind it where vehicles are held so long', () => {
    const { departures, trip } = setUp();
    const at = learnPairs(departures, trip, HEADWAY);
    departures.learn('v1', trip, at, at - 60);
    const held = departures.expect('v2', trip, at, at) - at;
    expect(held).toBeGreaterThan(HEADWAY - 90);
    expect(held).toBeLessThan(HEADWAY + 30);
  });

  it('is expected to go on with it where vehicles do', () => {
    const { departures, trip } = setUp();
    const at = learnPairs(departures, trip, 60);
    departures.learn('v1', trip, at, at - 60);
    expect(departures.expect('v2', trip, at, at) - at).toBeLessThan(180);
  });

  it('does not put all that come after it off by a headway each', () => {
    const { departures, trip } = setUp();
    const at = learnPairs(departures, trip, 60);
    departures.learn('v1', trip, at, at - 60);
    for (const [i, vehicleId] of ['v2', 'v3', 'v4'].entries()) {
      departures.expect(vehicleId, trip, at + 10 * i, at);
    }
    expect(departures.expect('v5', trip, at + 40, at) - at).toBeLessThan(600);
  });

  it('is known by its terminus after a restart; a terminus that is no more is left out', () => {
    const { departures, again, trip } = setUp();
    learnPairs(departures, trip, 60);
    for (const row of departures.dumpHeld()) again.restoreHeld(row);
    again.restoreHeld(['gone', 1, 'F0', 900, 900]);
    again.restoreHeld(['R3', 0, 'gone', 900, 900]);
    expect(again.dumpHeld()).toEqual(departures.dumpHeld());
    expect(again.dumpHeld()).toHaveLength(2);
  });
});
