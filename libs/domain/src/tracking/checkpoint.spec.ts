import { createCheckpoint, readCheckpoint } from './checkpoint.js';
import { Fleet } from './fleet.js';
import { unproject } from '../geo/index.js';
import { Timetable } from './timetable.js';
import { DATE, EIGHT, TownFleet, compileTown } from './town.fixture.js';
import type { VehicleCheckpoint } from './checkpoint.js';

function throughJson(checkpoint: VehicleCheckpoint): VehicleCheckpoint {
  return JSON.parse(JSON.stringify(checkpoint)) as VehicleCheckpoint;
}

function tripOf({ schedule }: TownFleet, tripId: string): number {
  return schedule.trips.indexOf.get(tripId)!;
}

describe('a vehicle’s checkpoint', () => {
  it('lets a new process go on where the old one was', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 2000);
    const written = throughJson(createCheckpoint(town.timetable, town.fleet.findState('v1')!));
    const restarted = new Fleet(town.timetable);
    restarted.restore(readCheckpoint(town.timetable, written));
    const before = town.report('v1', 250, town.onTrip('out1', 2080));
    const after = restarted.track(before.position)!;
    expect(after.assignment?.instance).toEqual(before.assignment?.instance);
    expect(after.visits).toEqual(before.visits);
    expect(after.assignment?.confidence).toBeCloseTo(before.assignment!.confidence, 1);
  });

  it('keeps how far the vehicle drifted from the timetable, which older ones do not have', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 2000);
    for (let t = 240; t <= 300; t += 20) town.report('v1', t, town.onTrip('out1', 1940));
    const written = throughJson(createCheckpoint(town.timetable, town.fleet.findState('v1')!));
    const [present] = town.fleet.findState('v1')!.beam;
    expect(present!.driftSeconds).toBeGreaterThan(20);
    const [read] = readCheckpoint(town.timetable, written).beam;
    expect(read!.driftSeconds).toBeCloseTo(present!.driftSeconds, 1);
    expect(read!.driftSeen).toBeCloseTo(present!.driftSeen, 1);
    const older = written.beam.map((one) => ({ ...one, numbers: one.numbers.slice(0, 10) }));
    const [known] = readCheckpoint(town.timetable, { ...written, beam: older }).beam;
    expect(known).toMatchObject({ driftSeconds: 0, driftSeen: 0, runEvidence: read!.runEvidence });
  });

  it('keeps whether the tracker names its trips, which older ones do not have', () => {
    const town = new TownFleet();
    for (let t = 0; t <= 360; t += 20) {
      town.report('v1', t, town.onTrip('out1', (t * 1000) / 120), { tripId: 'out1' });
    }
    const state = town.fleet.findState('v1')!;
    expect(state.naming.named).toBeGreaterThan(60);
    const written = throughJson(createCheckpoint(town.timetable, state));
    expect(readCheckpoint(town.timetable, written).naming).toEqual(state.naming);
    const older = { ...written, naming: undefined } as unknown as VehicleCheckpoint;
    expect(readCheckpoint(town.timetable, older).naming).toEqual({ named: 0, unnamed: 0, at: undefined });
  });

  it('keeps the trip that is left out, and how far the vehicle is along its line', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 4000);
    const state = town.fleet.findState('v1')!;
    const [out3] = town.timetable
      .around(EIGHT)
      .flatMap(({ byTrip }) => byTrip.get(tripOf(town, 'out3')) ?? []);
    const [back1] = town.timetable
      .around(EIGHT)
      .flatMap(({ byTrip }) => byTrip.get(tripOf(town, 'back1')) ?? []);
    const twin = {
      ...state.beam[0]!,
      trip: out3!,
      phase: 'DEADHEAD' as const,
      skipped: back1,
      skippedMetres: 70.25,
      skipEvidence: -2.5,
    };
    const written = throughJson(createCheckpoint(town.timetable, { ...state, beam: [twin] }));
    const [read] = readCheckpoint(town.timetable, written).beam;
    expect(read).toMatchObject({ phase: 'DEADHEAD', skippedMetres: 70.25, skipEvidence: -2.5 });
    expect([read!.trip, read!.skipped]).toEqual([out3, back1]);
  });

  it('keeps where the vehicle is and stands, though another version of the schedule has another middle', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 2000);
    const state = town.fleet.findState('v1')!;
    const written = throughJson(createCheckpoint(town.timetable, state));
    const other = new Timetable(compileTown(30));
    expect(other.schedule.projection.originLat).toBeGreaterThan(town.schedule.projection.originLat + 0.01);
    const read = readCheckpoint(other, written);
    const before = unproject(town.schedule.projection, state.x, state.y);
    const after = unproject(other.schedule.projection, read.x, read.y);
    expect(after.lat).toBeCloseTo(before.lat, 7);
    expect(after.lon).toBeCloseTo(before.lon, 7);
    const stood = unproject(other.schedule.projection, read.standX, read.standY);
    expect(stood.lon).toBeCloseTo(unproject(town.schedule.projection, state.standX, state.standY).lon, 7);
    const { origin, ...older } = written;
    expect(origin).toBeDefined();
    expect(readCheckpoint(town.timetable, older)).toMatchObject({ x: state.x, y: state.y });
  });

  it('keeps the run that the vehicle was most surely on, which older ones do not have', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 4000);
    const { former } = town.fleet.findState('v1')!;
    expect(former!.sureness).toBeGreaterThan(0.1);
    const written = throughJson(createCheckpoint(town.timetable, town.fleet.findState('v1')!));
    const read = readCheckpoint(town.timetable, written).former!;
    expect(read.run).toBe(former!.run);
    expect(read.sureness).toBeCloseTo(former!.sureness, 2);
    expect(read.at).toBe(former!.at);
    const { former: lost, ...older } = written;
    expect(lost).toBeDefined();
    expect(readCheckpoint(town.timetable, older).former).toBeUndefined();
  });

  it('leaves out a trip that the schedule does not have any more', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 2000);
    const written = throughJson(createCheckpoint(town.timetable, town.fleet.findState('v1')!));
    const renamed = JSON.stringify(written).replaceAll('"out1"', '"gone"');
    const state = readCheckpoint(town.timetable, JSON.parse(renamed) as VehicleCheckpoint);
    expect(state.trip).toBeUndefined();
    expect(state.progress).toBeUndefined();
    expect(state.seededAt).toBe(state.beam.length > 0 ? state.at : -Infinity);
  });

  it('leaves out a trip whose line was drawn anew', () => {
    const town = new TownFleet();
    town.drive('v1', 'out1', 0, 0, 2000);
    const written = createCheckpoint(town.timetable, town.fleet.findState('v1')!);
    const redrawn = { ...written, trip: { id: 'out1', date: DATE, start: 8 * 3600, length: 5000 } };
    expect(readCheckpoint(town.timetable, redrawn).trip).toBeUndefined();
  });
});
