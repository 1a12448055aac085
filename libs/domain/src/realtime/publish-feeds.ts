/**
 * Makes the next snapshot of each feed from the state, or leaves the last one standing. A feed without entities
 * is published only when the timetable, too, has nothing under way; a feed that changed in nothing gets a new
 * header only after the longest interval. All feeds of one publication have the same header timestamp, so that
 * position and prediction of one vehicle are never of different times.
 */
import { checkPublication } from './check-publication.js';
import { claimTrips } from './claim-trips.js';
import { type FeedEntity, type FeedHeader, type FeedMessage, Incrementality } from './feed-message.js';
import type {
  FeedName,
  FeedState,
  PublishedFeed,
  PublishedTrip,
  PublishedVehicle,
  TrackedVehicle,
} from './feed-state.js';
import { guardCollapse } from './guard-collapse.js';
import { entitiesOf, orderEntities, orderTrips } from './order-entities.js';
import { pairEntities } from './pair-entities.js';
import type { PublicationContext } from './publication-context.js';
import { publishAlerts } from './publish-alerts.js';
import { publishTrips } from './publish-trips.js';
import { publishVehicles } from './publish-vehicles.js';
import type { Finding } from './rules/index.js';
import { serviceRunsAt } from './service-runs.js';
import { nextHeader } from './stamp-header.js';
import type { Withheld } from './withheld.js';

/** A feed to publish: encode the entities, join them behind the header. */
export interface FeedSnapshot {
  readonly name: FeedName;
  readonly header: FeedHeader;
  readonly entities: readonly FeedEntity[];
  /** With vehicle positions: headways of the vehicles whose routes run by them. GTFS-realtime has no field for these. */
  readonly headways?: VehicleHeadways;
}

/** By vehicle: planned seconds, and actual ones where a vehicle before was seen. */
export type VehicleHeadways = Readonly<Record<string, readonly [planned: number, actual: number | null]>>;

/** What came of one attempt to publish. */
export interface Publication {
  /** The feeds that changed; those not here stay as they are. */
  readonly snapshots: readonly FeedSnapshot[];
  /** Feeds with nothing to say though the timetable has trips under way. */
  readonly empty: readonly FeedName[];
  /** Feeds in which entities of the last snapshot are kept because most were gone at once. */
  readonly collapsed: readonly ('vehicles' | 'trips')[];
  /** What stands in the way of publishing anything; empty where nothing does. */
  readonly errors: readonly Finding[];
  readonly withheld: readonly Withheld[];
  /** Vehicles whose position is in the feed for the first time. */
  readonly moved: readonly TrackedVehicle[];
}

export function publishFeeds(
  context: PublicationContext,
  state: FeedState,
  nowSeconds: number,
): { state: FeedState; publication: Publication } {
  const header = nextHeader(nowSeconds, state.floorSeconds);
  // The same number, but where the clock was put back: then the header waits for it, and all else goes by it.
  const clock = Math.floor(nowSeconds);
  const claims = claimTrips(context, state, clock);
  const made = publishVehicles(context, state, claims, clock);
  const timed = publishTrips(context, state, claims, clock);
  const told = publishAlerts(context, state, clock);
  const guarded = guard(context, state, made.vehicles, timed.trips, clock);
  const paired = pairEntities(context, guarded.vehicles, guarded.trips);
  const message = messageOf(context, header, orderEntities(guarded.vehicles, paired.trips, told.alerts));
  const checked = checkPublication(context, message, previousMessage(state), Math.max(nowSeconds, header));
  const withheld = [
    ...claims.withheld,
    ...made.withheld,
    ...timed.withheld,
    ...told.withheld,
    ...paired.withheld,
    ...checked.withheld,
  ];
  const collapsed = (['vehicles', 'trips'] as const).filter((kind) => guarded.collapses[kind] !== undefined);
  if (checked.errors.length > 0) {
    return {
      state,
      publication: { snapshots: [], empty: [], collapsed, errors: checked.errors, withheld, moved: [] },
    };
  }
  const next: FeedState = {
    ...state,
    publishedVehicles: without(guarded.vehicles, checked.faulty),
    publishedTrips: without(paired.trips, checked.faulty),
    publishedAlerts: without(told.alerts, checked.faulty),
    collapses: guarded.collapses,
  };
  const { snapshots, empty } = changedFeeds(context, next, header);
  return {
    state: remember(keepServed(state, next, empty), snapshots, header),
    publication: { snapshots, empty, collapsed, errors: [], withheld, moved: made.moved },
  };
}

function guard(
  context: PublicationContext,
  state: FeedState,
  vehicles: ReadonlyMap<string, PublishedVehicle>,
  trips: ReadonlyMap<string, PublishedTrip>,
  clock: number,
): Pick<FeedState, 'collapses'> & {
  vehicles: ReadonlyMap<string, PublishedVehicle>;
  trips: ReadonlyMap<string, PublishedTrip>;
} {
  const { options } = context;
  const { collapses } = state;
  const ofVehicle = (held: PublishedVehicle, id: string): boolean => {
    const trip = held.instanceId === undefined ? undefined : trips.get(held.instanceId);
    return trip === undefined || trip.vehicleId === id;
  };
  const kept = guardCollapse(
    options,
    state.publishedVehicles,
    vehicles,
    collapses.vehicles,
    clock,
    ofVehicle,
  );
  const timed = guardCollapse(options, state.publishedTrips, trips, collapses.trips, clock, () => true);
  return {
    vehicles: kept.entities,
    trips: timed.entities,
    collapses: {
      ...(kept.collapse ? { vehicles: kept.collapse } : {}),
      ...(timed.collapse ? { trips: timed.collapse } : {}),
    },
  };
}

/** The feeds of which a new snapshot is due. */
function changedFeeds(
  context: PublicationContext,
  state: FeedState,
  header: number,
): { snapshots: FeedSnapshot[]; empty: FeedName[] } {
  const lists = entityLists(state);
  const snapshots: FeedSnapshot[] = [];
  const empty: FeedName[] = [];
  let runs: boolean | undefined;
  const isMissing = (name: FeedName): boolean => {
    const needed =
      name === 'all' ? (['vehicle-positions', 'trip-updates'] as const) : name === 'alerts' ? [] : [name];
    if (needed.every((feed) => lists[feed].length > 0)) return false;
    return (runs ??= serviceRunsAt(context, header));
  };
  // Trip updates of now beside positions of a while ago would contradict each other.
  const isHeld = (name: FeedName): boolean => name === 'trip-updates' && empty.includes('vehicle-positions');
  for (const name of Object.keys(lists) as FeedName[]) {
    if (isMissing(name) || isHeld(name)) empty.push(name);
    else if (isDue(context, state.feeds[name], lists[name], header)) {
      const headways = name === 'vehicle-positions' ? { headways: listHeadways(state) } : {};
      snapshots.push({ name, header: headerOf(context, header), entities: lists[name], ...headways });
    }
  }
  return { snapshots, empty };
}

function listHeadways({ publishedVehicles }: FeedState): VehicleHeadways {
  const headways: Record<string, readonly [number, number | null]> = {};
  for (const [vehicleId, { source, instanceId }] of publishedVehicles) {
    const headway = instanceId === undefined ? undefined : source?.update.assignment?.headway;
    if (headway) headways[vehicleId] = [headway.plannedSeconds, headway.actualSeconds ?? null];
  }
  return headways;
}

function isDue(
  { options, schedule }: PublicationContext,
  before: PublishedFeed | undefined,
  entities: readonly FeedEntity[],
  header: number,
): boolean {
  if (!before || before.feedVersion !== schedule.feedVersion) return true;
  if (header - before.timestamp >= options.maxIntervalSeconds) return true;
  return (
    before.entities.length !== entities.length || entities.some((entity, i) => entity !== before.entities[i])
  );
}

function entityLists(state: FeedState): Record<FeedName, readonly FeedEntity[]> {
  const { publishedVehicles, publishedTrips, publishedAlerts } = state;
  return {
    'vehicle-positions': entitiesOf(publishedVehicles),
    'trip-updates': orderTrips(publishedVehicles, publishedTrips),
    alerts: entitiesOf(publishedAlerts),
    all: orderEntities(publishedVehicles, publishedTrips, publishedAlerts),
  };
}

/** What is served goes on being what is remembered: of a feed that is held back, the entities of before. */
function keepServed(before: FeedState, next: FeedState, empty: readonly FeedName[]): FeedState {
  const isHeld = (name: FeedName): boolean => empty.includes(name) && before.feeds[name] !== undefined;
  return {
    ...next,
    ...(isHeld('vehicle-positions') ? { publishedVehicles: before.publishedVehicles } : {}),
    ...(isHeld('trip-updates') ? { publishedTrips: before.publishedTrips } : {}),
  };
}

/** The state after publishing: what is remembered of trips over is what is still in the feed. */
function remember(state: FeedState, snapshots: readonly FeedSnapshot[], header: number): FeedState {
  if (snapshots.length === 0) return state;
  const feeds = { ...state.feeds };
  for (const { name, entities, header: stamp } of snapshots) {
    feeds[name] = { timestamp: header, feedVersion: stamp.feedVersion ?? '', entities };
  }
  const ended = [...state.ended].filter(([id]) => state.publishedTrips.has(id));
  return { ...state, feeds, floorSeconds: header, ended: new Map(ended) };
}

function headerOf({ schedule }: PublicationContext, timestamp: number): FeedHeader {
  const { FULL_DATASET } = Incrementality;
  return {
    gtfsRealtimeVersion: '2.0',
    incrementality: FULL_DATASET,
    timestamp,
    feedVersion: schedule.feedVersion,
  };
}

function messageOf(
  context: PublicationContext,
  timestamp: number,
  entity: readonly FeedEntity[],
): FeedMessage {
  return { header: headerOf(context, timestamp), entity };
}

function previousMessage({ feeds: { all } }: FeedState): FeedMessage | undefined {
  if (!all) return undefined;
  const header = {
    gtfsRealtimeVersion: '2.0',
    incrementality: Incrementality.FULL_DATASET,
    timestamp: all.timestamp,
  };
  return { header, entity: all.entities };
}

function without<T extends { readonly entity: FeedEntity }>(
  entities: ReadonlyMap<string, T>,
  faulty: ReadonlySet<string>,
): ReadonlyMap<string, T> {
  if (faulty.size === 0) return entities;
  return new Map([...entities].filter(([, { entity }]) => !faulty.has(entity.id)));
}
