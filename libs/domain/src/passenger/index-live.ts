/** The feeds as boards ask them: trips by what they run, calls by the stop that only the feed knows of, vehicles by id. */
import type { StopIndex } from '../gtfs/index.js';
import {
  type FeedEntity,
  TripScheduleRelationship,
  type TripUpdate,
  type VehiclePositionEntity,
} from '../realtime/index.js';
import type { StopCalls } from './index-stops.js';
import { type LiveCall, type LiveTrip, readLiveTrip } from './read-live-trip.js';

export interface ExtraCall {
  readonly live: LiveTrip;
  readonly call: LiveCall;
}

export interface LiveIndex {
  /** By row of the timetable: those that run as it says, are cancelled, or run otherwise. */
  readonly byTrip: ReadonlyMap<number, readonly LiveTrip[]>;
  /** Calls that the timetable does not lead to: added trips, replaced ones, and stops put elsewhere. */
  readonly extra: ReadonlyMap<StopIndex, readonly ExtraCall[]>;
  /** All, in the order of the feed. */
  readonly trips: readonly LiveTrip[];
  readonly vehicles: ReadonlyMap<string, VehiclePositionEntity>;
}

export const EMPTY_LIVE: LiveIndex = {
  byTrip: new Map(),
  extra: new Map(),
  trips: [],
  vehicles: new Map(),
};

/** Trip updates read before, by the value they were read from: one that did not change is not read again. */
export type ReadTrips = WeakMap<TripUpdate, LiveTrip>;

export function indexLive(
  calls: StopCalls,
  tripUpdates: readonly FeedEntity[],
  positions: readonly FeedEntity[],
  read: ReadTrips = new WeakMap(),
  /** The feeds as they were: a cancelled trip does not say where it was expected. */
  before: LiveIndex = EMPTY_LIVE,
): LiveIndex {
  const byTrip = new Map<number, LiveTrip[]>();
  const extra = new Map<StopIndex, ExtraCall[]>();
  const trips: LiveTrip[] = [];
  for (const { tripUpdate } of tripUpdates) {
    if (!tripUpdate) continue;
    const live = read.get(tripUpdate) ?? withExpected(readLiveTrip(calls, tripUpdate), before);
    if (!live) continue;
    read.set(tripUpdate, live);
    const isModified = tripUpdate.trip.modifiedTrip !== undefined;
    if (!isModified) trips.push(live);
    if (!isModified && !isBeside(live)) byTrip.set(live.trip, [...(byTrip.get(live.trip) ?? []), live]);
    for (const call of live.calls) {
      if (!isExtra(calls, live, call)) continue;
      extra.set(call.stop, [...(extra.get(call.stop) ?? []), { live, call }]);
    }
  }
  const vehicles = new Map<string, VehiclePositionEntity>();
  for (const { vehicle } of positions) {
    if (vehicle?.vehicle?.id !== undefined) vehicles.set(vehicle.vehicle.id, vehicle);
  }
  return { byTrip, extra, trips, vehicles };
}

function withExpected(live: LiveTrip | undefined, { byTrip }: LiveIndex): LiveTrip | undefined {
  if (live?.relationship !== TripScheduleRelationship.CANCELED) return live;
  const last = byTrip
    .get(live.trip)
    ?.find((one) => one.serviceDate === live.serviceDate && one.startSeconds === live.startSeconds);
  const expected = last?.expected ?? last?.calls;
  return expected && expected.length > 0 ? { ...live, expected } : live;
}

/** Whether a trip runs beside what the timetable has and takes nothing's place. */
function isBeside({ relationship, trip }: LiveTrip): boolean {
  const { ADDED, NEW, DUPLICATED } = TripScheduleRelationship;
  return trip < 0 || relationship === ADDED || relationship === NEW || relationship === DUPLICATED;
}

function isExtra({ schedule }: StopCalls, live: LiveTrip, { callIndex, stop }: LiveCall): boolean {
  if (callIndex < 0 || isBeside(live)) return true;
  return schedule.patterns[schedule.trips.pattern[live.trip]!]!.stops[callIndex] !== stop;
}
