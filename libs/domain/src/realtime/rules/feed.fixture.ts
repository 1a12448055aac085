import type { Schedule } from '../../gtfs/index.js';
import { serviceDayStartSeconds, getServiceDate } from '../../time/index.js';
import { compileCity, placeOf } from './city.fixture.js';
import type {
  Alert,
  FeedEntity,
  FeedHeader,
  FeedMessage,
  StopTimeUpdate,
  TripDescriptor,
  TripUpdate,
  VehiclePositionEntity,
} from '../feed-message.js';
import { checkFeed } from './check-feed.js';
import { RULES } from './rule-table.js';

/**
 * A faultless feed of the specs' city, and ways to spoil it. It is 8:05 on a Tuesday; vehicle 7 runs T1, which
 * calls at S1 to S5 (stop_sequence 10 to 50) every two minutes from 8:00.
 */
export const DATE = '20261124';
export const city = compileCity();
const dayStart = serviceDayStartSeconds(getServiceDate(DATE), city.timeZone);

/** Epoch seconds of a time of the day, `8:05` or `8:05:30`. */
export function at(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number);
  return dayStart + hours * 3600 + minutes * 60 + seconds;
}

export const NOW = at('8:05');

/** The stop time update of the n-th stop of T1, from 0, with changes. */
export function stop(n: number, changes: Partial<StopTimeUpdate> = {}): StopTimeUpdate {
  const time = at('8:00') + 120 * n + 30;
  return {
    stopSequence: 10 * (n + 1),
    stopId: `S${n + 1}`,
    arrival: { time, uncertainty: 30 },
    departure: { time: time + 10, uncertainty: 30 },
    scheduleRelationship: 0,
    ...changes,
  };
}

/** Drops the fields named from a value. */
export function without<T extends object, K extends keyof T>(value: T, ...fields: K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !fields.includes(key as K))) as Omit<
    T,
    K
  >;
}

export const trip: TripDescriptor = {
  tripId: 'T1',
  routeId: 'R1',
  directionId: 0,
  startDate: DATE,
  startTime: '08:00:00',
  scheduleRelationship: 0,
};

export const allStops = [0, 1, 2, 3, 4].map((n) => stop(n));

export function tripUpdate(changes: Partial<TripUpdate> = {}, id = 't1'): FeedEntity {
  const update = { trip, vehicle: { id: '7' }, timestamp: NOW - 5, stopTimeUpdate: allStops };
  return { id, tripUpdate: { ...update, ...changes } };
}

/** A trip update of which only the stops are other ones. */
export function stops(...stopTimeUpdate: StopTimeUpdate[]): FeedEntity {
  return tripUpdate({ stopTimeUpdate });
}

/** A trip update of another trip, without what the schedule says of T1. */
export function updateOf(descriptor: TripDescriptor, changes: Partial<TripUpdate> = {}): FeedEntity {
  return tripUpdate({ trip: { startDate: DATE, scheduleRelationship: 0, ...descriptor }, ...changes });
}

export function vehicle(changes: Partial<VehiclePositionEntity> = {}, id = 'v7'): FeedEntity {
  const { lat, lon } = placeOf(2);
  return {
    id,
    vehicle: {
      trip,
      vehicle: { id: '7' },
      position: { latitude: lat, longitude: lon, bearing: 90, speed: 8 },
      currentStopSequence: 30,
      stopId: 'S3',
      timestamp: NOW - 5,
      ...changes,
    },
  };
}

/** A vehicle somewhere: at a stop of the street, metres north of it. */
export function vehicleAt(
  place: { lat: number; lon: number },
  changes: Partial<VehiclePositionEntity> = {},
): FeedEntity {
  return vehicle({ position: { latitude: place.lat, longitude: place.lon }, ...changes });
}

export function alert(changes: Partial<Alert> = {}, id = 'a1'): FeedEntity {
  return {
    id,
    alert: {
      informedEntity: [{ routeId: 'R1' }],
      cause: 10,
      effect: 4,
      headerText: { translation: [{ text: 'Detour', language: 'en' }] },
      descriptionText: { translation: [{ text: 'Route 1 goes by Park.', language: 'en' }] },
      ...changes,
    },
  };
}

export interface Given {
  readonly header?: Partial<FeedHeader>;
  readonly entity?: readonly FeedEntity[];
  /** The message before, 15 s before unless it says otherwise. */
  readonly previous?: Partial<FeedMessage>;
  readonly siblings?: readonly (readonly FeedEntity[])[];
  readonly schedule?: Schedule;
  readonly nowSeconds?: number;
}

const header: FeedHeader = { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp: NOW };

function messageOf(entity: readonly FeedEntity[], changes: Partial<FeedHeader> = {}): FeedMessage {
  const all = Object.entries<unknown>({ ...header, ...changes }).filter(([, value]) => value !== undefined);
  return { header: Object.fromEntries(all) as unknown as FeedHeader, entity };
}

/** Texts of what a rule finds. */
export function findingsOf(ruleId: string, given: Given): readonly string[] {
  const { previous, siblings } = given;
  const report = checkFeed(
    {
      message: messageOf(given.entity ?? [tripUpdate(), vehicle(), alert()], given.header),
      ...(previous && {
        previous: messageOf(previous.entity ?? [], { timestamp: NOW - 15, ...previous.header }),
      }),
      ...(siblings && { siblings: siblings.map((entity) => messageOf(entity)) }),
      schedule: given.schedule ?? city,
      nowSeconds: given.nowSeconds ?? NOW,
    },
    { only: new Set([ruleId]) },
  );
  expect(report.notRun).toEqual([]);
  return report.findings.map(({ text }) => text);
}

/** What a rule reports, with the texts, and what it accepts. The sentences go on from the rule's name. */
export function describeRule(
  id: string,
  cases: {
    readonly reports: Readonly<Record<string, Given & { readonly finds: readonly string[] }>>;
    readonly accepts: Readonly<Record<string, Given>>;
  },
): void {
  describe(`${id}, ${RULES.find((rule) => rule.id === id)?.title ?? 'no such rule'},`, () => {
    for (const [sentence, given] of Object.entries(cases.reports)) {
      it(`reports ${sentence}`, () => expect(findingsOf(id, given)).toEqual(given.finds));
    }
    for (const [sentence, given] of Object.entries(cases.accepts)) {
      it(`accepts ${sentence}`, () => expect(findingsOf(id, given)).toEqual([]));
    }
  });
}
