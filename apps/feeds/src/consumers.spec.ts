/** What Rukh publishes is refused by no planner, whatever a dispatcher orders. */
import type { Schedule } from '@rukh/domain/gtfs';
import type { ServiceAlert, ServiceOrder, ServiceOrderAction, TripRun } from '@rukh/domain/realtime';
import { serviceDateAt, serviceDayStartSeconds } from '@rukh/domain/time';
import { type PlannerTimetable, listRefusals } from './consumers.fixture.js';
import { RingRoad } from './ring-road.fixture.js';
import { encodeSnapshot } from './writer/encode-entities.js';
import { FeedBuilder } from './writer/feed-builder.js';

const START = Date.UTC(2026, 10, 24, 8) / 1000;
const NOW = START + 300;
const DAY = serviceDateAt(START, 'UTC');
const city = new RingRoad(4, START);

function timetableOf({ trips, patterns, stops, stopTimes }: Schedule): PlannerTimetable {
  const callsOf = (
    trip: number,
  ): PlannerTimetable['trips'] extends ReadonlyMap<string, infer C> ? C : never => {
    const first = trips.firstStopTime[trip]!;
    return new Map(
      Array.from(patterns[trips.pattern[trip]!]!.stops, (stop, i) => [
        stopTimes.stopSequence[first + i]!,
        {
          stopId: stops.ids[stop]!,
          arrival: stopTimes.arrivalSeconds[first + i]!,
          departure: stopTimes.departureSeconds[first + i]!,
        },
      ]),
    );
  };
  return {
    trips: new Map(trips.ids.map((id, trip) => [id, callsOf(trip)])),
    stops: new Set(stops.ids),
    dayStart: (date) => serviceDayStartSeconds(date as typeof DAY, 'UTC'),
  };
}
const timetable = timetableOf(city.schedule);

const run = (tripId: string): TripRun => ({ tripId, serviceDate: DAY });
const period = { start: NOW - 60, end: NOW + 3600 };
const alert: ServiceAlert = {
  alertId: 'words',
  header: { uk: 'Зміни', en: 'Changes' },
  description: { uk: 'Рух змінено.', en: 'Service is changed.' },
  cause: 10,
  effect: 4,
  communicationPeriods: [period],
  impactPeriods: [period],
  informedEntities: [{ routeId: 'R' }],
};

const ORDERS: readonly ServiceOrderAction[] = [
  { kind: 'cancel', runs: [run('T0')] },
  { kind: 'short_turn', run: run('T0'), toStopSequence: 7 },
  { kind: 'skip_stops', run: run('T0'), stopSequences: [5, 6] },
  { kind: 'add_trip', copyOf: run('T0'), copyId: 'extra', startDate: DAY, startTime: '09:10:00' },
  { kind: 'hold', run: run('T0'), stopSequence: 6, until: NOW + 1200 },
  { kind: 'assign', vehicleId: '100', run: run('T1') },
  { kind: 'out_of_service', vehicleId: '100' },
  { kind: 'close_stop', stopIds: ['S6'], period },
  { kind: 'suppress_predictions', routeIds: ['R'], stopIds: ['S7', 'S8'], period },
  {
    kind: 'detour',
    routeIds: ['R'],
    fromStopId: 'S4',
    toStopId: 'S7',
    missedStopIds: ['S5', 'S6'],
    replacementStops: [{ stopId: 'S6', travelSeconds: 200 }],
    line: [
      [24.04, 49.8],
      [24.055, 49.803],
      [24.07, 49.8],
    ],
    delaySeconds: 180,
    period,
  },
  { kind: 'city_mode', mode: 'air_raid', effect: 'cancel', period },
  { kind: 'city_mode', mode: 'power_outage', effect: 'suppress', period },
];

function publish(orders: readonly ServiceOrderAction[], options = {}): Map<string, Buffer> {
  const builder = new FeedBuilder(city.schedule, options);
  builder.takeBatches([city.batch(NOW)], NOW);
  builder.takeAlerts([alert], NOW);
  const confirmed = orders.map((action, i): ServiceOrder => ({
    orderId: `o${i}`,
    action,
    confirmedAt: NOW,
    alert,
  }));
  builder.takeOrders(confirmed, NOW);
  return new Map(builder.publish(NOW + 1).snapshots.map((one) => [one.name, encodeSnapshot(one)]));
}

describe('planners', () => {
  it('take what is published without orders', () => {
    const feeds = publish([]);
    expect(feeds).toHaveProperty('size', 5);
    expect(listRefusals([...feeds.values()], timetable)).toEqual([]);
  });

  it.each(ORDERS.map((action) => [action.kind, action] as const))('take what is ordered: %s', (_, action) => {
    const feeds = publish([action]);
    // An order that changes nothing would prove nothing.
    expect(feeds.get('trip-updates')).not.toEqual(publish([]).get('trip-updates'));
    expect(listRefusals([...feeds.values()], timetable)).toEqual([]);
  });

  it('take an added trip but for OTP, where a city asks for copies', () => {
    const added = ORDERS.filter(({ kind }) => kind === 'add_trip');
    const refusals = listRefusals([...publish(added, { addedTrips: 'DUPLICATED' }).values()], timetable);
    expect(refusals).toEqual([]);
  });

  it('refuse what is wrong, so that silence means something', () => {
    const strange = {
      ...timetable,
      trips: new Map([['T0', new Map([[1, { stopId: 'X', arrival: 0, departure: 0 }]])]]),
    };
    const refusals = listRefusals([...publish([]).values()], strange).join('\n');
    expect(refusals).toMatch(/TRIP_NOT_FOUND/);
    expect(refusals).toMatch(/INVALID_STOP_SEQUENCE/);
    expect(refusals).toMatch(/STOP_NOT_IN_TRIP/);
  });
});
