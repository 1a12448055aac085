import { EIGHT, TownFleet } from '../tracking/town.fixture.js';
import type { VehiclePosition } from '../vehicle/index.js';
import { type TrackedItem, type TrackedVehicleCheckpoint, TrackedFleet } from './tracked-fleet.js';

const METRES_A_SECOND = 1000 / 120;

/** Reports of a vehicle on trip out1 in the timetable's time, `every` seconds. */
function ride(town: TownFleet, fleet: TrackedFleet, from: number, to: number, every: number): TrackedItem[] {
  const items: TrackedItem[] = [];
  for (let t = from; t < to; t += every) {
    const { position } = town.report('v1', t, town.onTrip('out1', t * METRES_A_SECOND));
    items.push(fleet.take(position)!);
  }
  return items;
}

/** Reports of a vehicle that stands where that trip begins, until it does. */
function wait(town: TownFleet, fleet: TrackedFleet, seconds: number): void {
  for (let t = -seconds; t < 0; t += 20) {
    fleet.take(town.report('v1', t, town.onTrip('out1', 0), { speedMetresPerSecond: 0 }).position);
  }
}

function tripOf(town: TownFleet, item: TrackedItem | undefined): string | undefined {
  const trip = item?.update.assignment?.instance.trip;
  return trip === undefined ? undefined : town.schedule.trips.ids[trip];
}

describe('a tracked fleet', () => {
  it('tells a position that is not newer than the last apart, whoever brings it again', () => {
    const town = new TownFleet();
    const fleet = new TrackedFleet(town.schedule);
    const { position } = town.report('v1', 30, town.onTrip('out1', 250));
    expect(fleet.take(position)).toBeDefined();
    expect(fleet.take(position)).toBeUndefined();
    expect(fleet.take({ ...position, atSeconds: position.atSeconds - 10 })).toBeUndefined();
  });

  it('sends predictions once and then only what moved, and all again each minute', () => {
    const town = new TownFleet();
    const items = ride(town, new TrackedFleet(town.schedule), 30, 230, 1);
    const sent = items.filter(({ predictions }) => predictions !== undefined).length;
    expect(sent).toBeGreaterThanOrEqual(4);
    expect(sent).toBeLessThan(60);
    expect(items[0]!.predictions).not.toHaveLength(0);
  });

  it('has told of a stop that it is passed by the time at which it is left behind', () => {
    const town = new TownFleet();
    let told: TrackedItem['predictions'];
    let passed = 0;
    for (const item of ride(town, new TrackedFleet(town.schedule), 30, 300, 1)) {
      told = item.predictions ?? told;
      for (const { stopIndex } of item.update.visits) {
        passed++;
        expect(told![0]!.stops.find((stop) => stop.stopIndex === stopIndex)!.observed).toBe(true);
      }
    }
    expect(passed).toBeGreaterThan(0);
  });

  it('goes on after a restart where its checkpoints left it', () => {
    const town = new TownFleet();
    const before = new TrackedFleet(town.schedule);
    ride(town, before, 0, 200, 20);
    const written = JSON.parse(JSON.stringify(before.takeCheckpoints())) as TrackedVehicleCheckpoint[];
    expect(before.takeCheckpoints()).toEqual([]);
    const after = new TrackedFleet(town.schedule);
    for (const checkpoint of written) after.restore(checkpoint);
    const [item] = ride(town, after, 200, 220, 20);
    expect(tripOf(town, item)).toBe('out1');
    expect(item!.predictions![0]!.stops[0]).toMatchObject({ stopIndex: 0, observed: true });
  });

  it.each([
    ['that was met on its way', 0],
    ['that was seen to wait for its trip', 300],
  ])('knows after a restart how long a vehicle %s has stood in its section', (_, waitedSeconds) => {
    const town = new TownFleet();
    const before = new TrackedFleet(town.schedule);
    wait(town, before, waitedSeconds);
    ride(town, before, 0, 200, 20);
    const stands = (t: number): VehiclePosition =>
      town.report('v1', t, town.onTrip('out1', 1600), { speedMetresPerSecond: 0 }).position;
    for (let t = 200; t <= 320; t += 20) before.take(stands(t));
    const written = JSON.parse(JSON.stringify(before.takeCheckpoints())) as TrackedVehicleCheckpoint[];
    const after = new TrackedFleet(town.schedule);
    after.restoreSections(before.dumpSections());
    for (const checkpoint of written) after.restore(checkpoint);
    const later = [340, 360, 380, 400].map(stands);
    const tell = (fleet: TrackedFleet): number[] => {
      const told = later.map((position) => fleet.take(position)!.predictions?.[0]!.stops);
      return told.findLast((stops) => stops !== undefined)!.map(({ arrivalSeconds }) => arrivalSeconds);
    };
    const [told, known] = [tell(after), tell(before)];
    // What is learned is written to whole numbers.
    expect(Math.max(...told.map((at, i) => Math.abs(at - known[i]!)))).toBeLessThanOrEqual(1);
  });

  it('learns after a restart when a vehicle leaves that it had seen to wait', () => {
    const town = new TownFleet();
    const before = new TrackedFleet(town.schedule);
    wait(town, before, 300);
    const after = new TrackedFleet(town.schedule);
    for (const checkpoint of JSON.parse(
      JSON.stringify(before.takeCheckpoints()),
    ) as TrackedVehicleCheckpoint[]) {
      after.restore(checkpoint);
    }
    ride(town, after, 20, 200, 20);
    const [, , ...delays] = after.dumpSections().find(([, name]) => name === 'departures-on-time')!;
    expect(delays).toHaveLength(1);
  });

  it('goes on after a long time away, when what its vehicles said meanwhile still waits to be read', () => {
    const town = new TownFleet();
    const before = new TrackedFleet(town.schedule);
    ride(town, before, 0, 200, 20);
    const written = JSON.parse(JSON.stringify(before.takeCheckpoints())) as TrackedVehicleCheckpoint[];
    const after = new TrackedFleet(town.schedule);
    for (const checkpoint of written) after.restore(checkpoint);
    // By the clock it has been silent for a quarter of an hour.
    expect(after.dropSilent(EIGHT + 1100 - 600)).toMatchObject({ items: [] });
    const [item] = ride(town, after, 200, 220, 20);
    expect(tripOf(town, item)).toBe('out1');
    expect(item!.update.assignment!.confidence).toBeGreaterThan(0.6);
  });

  it('knows after a restart since when a vehicle has waited for a trip that is overdue', () => {
    const town = new TownFleet();
    const before = new TrackedFleet(town.schedule);
    const waits = { speedMetresPerSecond: 0, tripId: 'out1' };
    const positionAt = (t: number): VehiclePosition =>
      town.report('v1', t, town.onTrip('out1', 0), waits).position;
    for (let t = -300; t <= 100; t += 20) before.take(positionAt(t));
    const written = JSON.parse(JSON.stringify(before.takeCheckpoints())) as TrackedVehicleCheckpoint[];
    const after = new TrackedFleet(town.schedule);
    for (const checkpoint of written) after.restore(checkpoint);
    const position = positionAt(170);
    const leaves = (fleet: TrackedFleet): number =>
      fleet.take(position)!.predictions![0]!.stops[0]!.departureSeconds - EIGHT;
    expect(leaves(after)).toBe(leaves(before));
  });

  it('keeps its vehicles on their trips when the schedule is changed for one that has them', () => {
    const town = new TownFleet();
    const fleet = new TrackedFleet(town.schedule);
    ride(town, fleet, 0, 200, 20);
    const learned = fleet.sectionCount;
    fleet.adopt(new TownFleet().schedule);
    const [item] = ride(town, fleet, 200, 220, 20);
    expect(tripOf(town, item)).toBe('out1');
    expect(item!.predictions).toBeDefined();
    expect(fleet.sectionCount).toBe(learned);
  });

  it('has a last word on a vehicle that fell silent on its trip', () => {
    const town = new TownFleet();
    const fleet = new TrackedFleet(town.schedule);
    ride(town, fleet, 0, 200, 20);
    const { items, vehicleIds } = fleet.dropSilent(EIGHT + 1000);
    expect(vehicleIds).toEqual(['v1']);
    expect(items).toMatchObject([
      { update: { reason: 'silent', ended: [{ how: 'lost' }] }, predictions: [] },
    ]);
    expect(fleet.vehicleCount).toBe(0);
  });

  it('lists one prediction a trip, and none of a stop that is passed at the instant', () => {
    const town = new TownFleet();
    const fleet = new TrackedFleet(town.schedule);
    for (const vehicleId of ['v1', 'v2']) {
      for (let t = 0; t <= 100; t += 20) {
        fleet.take(town.report(vehicleId, t, town.onTrip('out1', t * METRES_A_SECOND)).position);
      }
    }
    const now = EIGHT + 200;
    const listed = fleet.listPredictions(now);
    const trips = listed.map(({ instance }) => `${instance.trip} ${instance.serviceDate}`);
    expect(new Set(trips).size).toBe(trips.length);
    expect(trips.length).toBeGreaterThan(0);
    const surest = Math.max(
      ...['v1', 'v2'].map((vehicleId) => fleet.findLatest(vehicleId)!.assignment!.confidence),
    );
    expect(fleet.listPredictions(now, surest).length).toBeGreaterThan(0);
    expect(fleet.listPredictions(now, surest + 0.001)).toEqual([]);
    const ahead = listed.flatMap(({ stops }) => stops.filter(({ observed }) => !observed));
    expect(ahead.every(({ departureSeconds }) => departureSeconds >= now)).toBe(true);
  });

  it('expects a vehicle that takes up more than usual to be slower, also after a restart', () => {
    const arrivals = (boarded: readonly number[]): number[] => {
      const town = new TownFleet();
      const known = new TrackedFleet(town.schedule);
      known.restoreSections([
        ['', 'boardings', 1200, 400, EIGHT],
        ['', 'crowding', 20_000, 60_000],
      ]);
      const fleet = new TrackedFleet(town.schedule);
      fleet.restoreSections(known.dumpSections());
      ride(town, fleet, 20, 30, 10);
      const unknown = { vehicleId: 'v1', tripId: 'no such trip', boarded };
      fleet.takeBoardings([unknown, { vehicleId: 'v1', tripId: 'out1', boarded }], EIGHT);
      // The last of the trip before may be told of late.
      fleet.takeBoardings([{ vehicleId: 'v1', tripId: 'out2', boarded: [0] }], EIGHT);
      const told = ride(town, fleet, 30, 150, 10).flatMap(({ predictions }) => predictions ?? []);
      return told
        .findLast(({ ahead }) => ahead === 0)!
        .stops.map(({ arrivalSeconds }) => arrivalSeconds - EIGHT);
    };
    const asUsual = arrivals([0]);
    const crowded = arrivals([0, 12, 12]);
    expect(crowded[0]).toBe(asUsual[0]);
    const later = crowded.map((seconds, i) => seconds - asUsual[i]!);
    expect(later.at(-2)).toBeGreaterThan(4);
    expect(later.at(-1)).toBeGreaterThan(later.at(-2)!);
    expect(later.at(-1)).toBeLessThan(40);
  });
});
