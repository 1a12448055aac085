import { formatGtfsTime, getServiceDate } from '../time/index.js';
import { type RunTrip, Timetable } from '../tracking/index.js';
import type { FeedEntity, TripUpdate } from './feed-message.js';
import { TripScheduleRelationship } from './feed-message.js';
import { type Duty, EIGHT, HeadwayTown } from './headway-town.fixture.js';

/** There and back, each time after five minutes at the terminus. */
function shuttle(leavesAt: number): Duty {
  return [0, 1, 2, 3].map((n) => [n % 2 === 0 ? 'hOut' : 'hBack', leavesAt + n * 780] as const);
}

function updatesOf(feed: readonly FeedEntity[], tripId: string): TripUpdate[] {
  return feed.flatMap(({ tripUpdate }) => (tripUpdate?.trip.tripId === tripId ? [tripUpdate] : []));
}

function nameOf({ trip, vehicle }: TripUpdate): string {
  return `${vehicle!.id!} ${trip.tripId!} ${trip.startDate!} ${trip.startTime!}`;
}

/** Minutes and seconds after 08:00 at which a trip update has its vehicle leave the first stop of its list. */
function firstDeparture({ stopTimeUpdate }: TripUpdate): number {
  return stopTimeUpdate![0]!.departure!.time! - EIGHT;
}

describe('a line by headway', () => {
  const DUTIES = { v1: shuttle(0), v2: shuttle(840) };

  it('gets a feed without a fault, all day: UNSCHEDULED, with start times and no delays', () => {
    const town = new HeadwayTown();
    let seen = 0;
    town.drive(DUTIES, [-120, 3000], (_, feed) => {
      for (const update of [...updatesOf(feed, 'hOut'), ...updatesOf(feed, 'hBack')]) {
        seen++;
        expect(update.trip.scheduleRelationship).toBe(TripScheduleRelationship.UNSCHEDULED);
        expect(update.trip.startTime).toMatch(/^\d\d:\d\d:\d\d$/);
        expect(update.delay).toBeUndefined();
      }
    });
    expect(seen).toBeGreaterThan(300);
    expect([...town.faults]).toEqual([]);
  });

  it('has each vehicle on an instance of its own, whose start never changes', () => {
    const town = new HeadwayTown();
    const instances = new Map<string, Set<string>>();
    town.drive({ v1: shuttle(0), v2: shuttle(20), v3: shuttle(600) }, [-120, 3000], (_, feed) => {
      const now = feed.flatMap(({ vehicle }) => vehicle?.trip?.startTime ?? []);
      expect(new Set(now).size).toBe(now.length);
      for (const { vehicle } of feed) {
        if (!vehicle?.trip) continue;
        const id = vehicle.vehicle!.id!;
        const of = instances.get(id) ?? new Set<string>();
        instances.set(id, of.add(`${vehicle.trip.tripId!} ${vehicle.trip.startTime!}`));
      }
    });
    // Four trips were begun by each, the last of them near the end.
    for (const starts of instances.values()) expect([3, 4, 5]).toContain(starts.size);
    const all = [...instances.values()].flatMap((starts) => [...starts]);
    expect(new Set(all).size).toBe(all.length);
  });

  it('tells how long it is since the vehicle before, where both were seen, and of nobody that it is late', () => {
    const town = new HeadwayTown();
    town.drive(DUTIES, [-120, 1100]);
    expect(town.assignmentOf('v1')).toMatchObject({ deviationSeconds: 0, headway: { plannedSeconds: 600 } });
    const { deviationSeconds, headway } = town.assignmentOf('v2')!;
    expect(deviationSeconds).toBe(0);
    expect(headway!.plannedSeconds).toBe(600);
    expect(Math.abs(headway!.actualSeconds! - 840)).toBeLessThan(25);
  });

  it('lets the vehicle that waits leave a headway after the one before, and the next a headway behind it', () => {
    const town = new HeadwayTown();
    const departures = new Map<string, number>();
    // v2 and v3 come one after the other and wait; both are seen long before they leave.
    const duties: Record<string, Duty> = { v1: shuttle(0), v2: [['hOut', 3000]], v3: [['hOut', 3000]] };
    town.drive({ v1: duties['v1']!, v2: duties['v2']! }, [-60, 100]);
    town.drive(duties, [120, 300], (t, feed) => {
      if (t !== 300) return;
      for (const update of updatesOf(feed, 'hOut')) {
        departures.set(update.vehicle!.id!, firstDeparture(update));
      }
    });
    expect(Math.abs(departures.get('v2')! - 600)).toBeLessThan(60);
    expect(Math.abs(departures.get('v3')! - 1200)).toBeLessThan(90);
    expect([...town.faults]).toEqual([]);
  });

  it('announces the way back of a vehicle that comes in, and no bus that nobody runs', () => {
    const town = new HeadwayTown();
    const told = new Set<string>();
    town.drive({ v1: shuttle(0) }, [-60, 300], (_, feed) => {
      for (const update of updatesOf(feed, 'hBack')) told.add(nameOf(update));
      expect(new Set(feed.flatMap(({ tripUpdate }) => tripUpdate?.vehicle?.id ?? []))).toEqual(
        new Set(feed.length > 0 ? ['v1'] : []),
      );
    });
    expect(told.size).toBe(1);
    town.drive({ v1: shuttle(0) }, [320, 1100], (_, feed) => {
      for (const update of updatesOf(feed, 'hBack')) told.add(nameOf(update));
    });
    // What was announced is what it then ran.
    expect(told.size).toBe(1);
  });

  it('goes on after a restart with the same instances', () => {
    const town = new HeadwayTown();
    town.drive(DUTIES, [-120, 200]);
    const before = town.assignmentOf('v1')!.instance;
    const after = new HeadwayTown();
    for (const checkpoint of town.fleet.takeCheckpoints()) after.fleet.restore(checkpoint);
    after.drive(DUTIES, [220, 300]);
    expect(after.assignmentOf('v1')!.instance).toEqual(before);
  });
});

describe('a line with frequencies at exact times', () => {
  it('keeps its timetable: its start is one of them, and its vehicle is late against it', () => {
    const town = new HeadwayTown();
    let last: TripUpdate | undefined;
    // Two minutes late at 08:02; its start is that of 08:00.
    town.drive({ x1: [['xOut', 120]] }, [-60, 500], (_, feed) => {
      last = updatesOf(feed, 'xOut')[0] ?? last;
    });
    expect(last!.trip).toMatchObject({
      startTime: formatGtfsTime(8 * 3600),
      scheduleRelationship: TripScheduleRelationship.SCHEDULED,
    });
    expect(Math.abs(last!.delay! - 120)).toBeLessThan(20);
    expect(town.assignmentOf('x1')!.headway).toBeUndefined();
    expect([...town.faults]).toEqual([]);
  });

  it('has the next trip named anew where its vehicle comes far later than was thought, until it is begun', () => {
    const { schedule } = new HeadwayTown();
    const timetable = new Timetable(schedule);
    const { headwayTrips } = timetable.dayRuns(getServiceDate('20261123'));
    const out = timetable.headwayRuns.draft(headwayTrips.get(schedule.trips.indexOf.get('hOut')!)!, EIGHT);
    const backAt = (minutes: number): RunTrip => timetable.nextTrip(out, EIGHT + 60 * minutes)!;
    const [first, later, named] = [backAt(10), backAt(15), backAt(25)];
    expect([first, later, named].map(({ startSeconds }) => (startSeconds - EIGHT) / 60)).toEqual([
      10, 10, 25,
    ]);
    timetable.nextTrip(named, EIGHT + 60 * 40);
    expect(backAt(60)).toBe(named);
  });
});
