/**
 * Makes the next snapshot of each feed from the state, or leaves the last one standing. A feed without entities
 * is published only when the timetable, too, has nothing under way; a feed that changed in nothing gets a new
 * header only after the longest interval. All feeds of one publication have the same header timestamp, so that
 * position and prediction of one vehicle are never of different times.
 */
import { checkPublication } from './check-publication.js';
import { type FeedEntity, type FeedHeader, type FeedMessage, Incrementality } from './feed-message.js';
import type { FeedName, FeedState, PublishedTrip, PublishedVehicle, TrackedVehicle } from './feed-state.js';
import { entitiesOf, orderEntities, orderTrips } from './order-entities.js';
import { applyOrders } from './orders/apply-orders.js';
import { workOutOrders } from './orders/order-effects.js';
import { planDetour } from './orders/plan-detour.js';
import { listDetoured, settleEffects } from './orders/settle-effects.js';
import { makePlainFeed } from './make-plain-feed.js';
import type { PublicationContext } from './publication-context.js';
import { publishAlerts } from './publish-alerts.js';
import type { Finding } from './rules/index.js';
import { serviceRunsAt } from './service-runs.js';
import { isDue, isOfOrdersOnly, isServed } from './judge-snapshot.js';
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
  makePlain: typeof makePlainFeed = makePlainFeed,
): { state: FeedState; publication: Publication } {
  const header = nextHeader(nowSeconds, state.floorSeconds);
  // The same number, but where the clock was put back: then the header waits for it, and all else goes by it.
  const clock = Math.floor(nowSeconds);
  const given = workOutOrders(context, state.orders, clock);
  const made = recallMade(context, state, clock);
  const plain = makePlain(context, state, listDetoured(context, given, made), clock);
  const { effects, unlikeTimetable } = settleEffects(context, given, plain.trips, made, clock);
  const told = publishAlerts(context, [...state.alerts, ...effects.alerts], state.publishedAlerts, clock);
  const ordered = applyOrders(context, state, effects, plain, clock);
  const modifications = effects.detours.flatMap((order) =>
    planDetour(context, order, clock, unlikeTimetable.get(order.orderId)),
  );
  const message = messageOf(context, header, [
    ...orderEntities(ordered.vehicles, ordered.trips, told.alerts),
    ...modifications,
  ]);
  const checked = checkPublication(context, message, previousMessage(state), Math.max(nowSeconds, header));
  const parts = [...plain.parts, told, effects, ordered, checked];
  const withheld = parts.flatMap((part) => part.withheld);
  const collapsed = (['vehicles', 'trips'] as const).filter((kind) => plain.collapses[kind] !== undefined);
  if (checked.errors.length > 0) {
    return {
      state,
      publication: { snapshots: [], empty: [], collapsed, errors: checked.errors, withheld, moved: [] },
    };
  }
  const next: FeedState = {
    ...state,
    publishedVehicles: without(plain.vehicles, checked.faulty),
    publishedTrips: without(plain.trips, checked.faulty),
    publishedAlerts: without(told.alerts, checked.faulty),
    orderMade: ordered.made,
    toldOrders: state.orders,
    collapses: plain.collapses,
  };
  const { snapshots, empty } = changedFeeds(
    context,
    next,
    header,
    {
      vehicles: without(ordered.vehicles, checked.faulty),
      trips: without(ordered.trips, checked.faulty),
      alerts: next.publishedAlerts,
      modifications: modifications.filter(({ id }) => !checked.faulty.has(id)),
    },
    state.orderMade,
  );
  return {
    state: remember(keepServed(state, next, empty), snapshots, header),
    publication: { snapshots, empty, collapsed, errors: [], withheld, moved: plain.moved },
  };
}

/**
 * What orders made last, by which they go on being told alike; without the runs that one is about which is in force no
 * more: an order that is taken back leaves nothing behind.
 */
function recallMade(
  context: PublicationContext,
  { orders, toldOrders, orderMade }: FeedState,
  clock: number,
): FeedState['orderMade'] {
  const ids = new Set(orders.map(({ orderId }) => orderId));
  const gone = toldOrders.filter(({ orderId }) => !ids.has(orderId));
  if (gone.length === 0) return orderMade;
  const { runs } = workOutOrders(context, gone, clock);
  const forgotten = new Set([...runs.keys()].map((id) => `t:${id}`));
  return new Map([...orderMade].filter(([id]) => !forgotten.has(id)));
}

/** What is published, orders carried out. */
interface PublishedLists {
  readonly vehicles: ReadonlyMap<string, PublishedVehicle>;
  readonly trips: ReadonlyMap<string, PublishedTrip>;
  readonly alerts: FeedState['publishedAlerts'];
  readonly modifications: readonly FeedEntity[];
}

/** Feeds that say nothing only when the timetable has nothing under way, either. */
const NEEDED = {
  'vehicle-positions': ['vehicle-positions'],
  'trip-updates': ['trip-updates'],
  alerts: [],
  'trip-modifications': [],
  all: ['vehicle-positions', 'trip-updates'],
} as const satisfies Record<FeedName, readonly FeedName[]>;

/** The feeds of which a new snapshot is due. */
function changedFeeds(
  context: PublicationContext,
  state: FeedState,
  header: number,
  published: PublishedLists,
  orderMade: FeedState['orderMade'],
): { snapshots: FeedSnapshot[]; empty: FeedName[] } {
  const lists = entityLists(published);
  // What orders leave of a feed is meant, be it nothing: what there was to say without them counts as well.
  const counts = {
    'vehicle-positions': state.publishedVehicles.size,
    'trip-updates': state.publishedTrips.size,
  };
  const snapshots: FeedSnapshot[] = [];
  const empty: FeedName[] = [];
  let runs: boolean | undefined;
  const isMissing = (name: FeedName): boolean => {
    if (isOfOrdersOnly(state.feeds[name], orderMade)) return false;
    if (NEEDED[name].every((feed) => counts[feed] + lists[feed].length > 0)) return false;
    return (runs ??= serviceRunsAt(context, header));
  };
  // Trip updates of now beside positions of a while ago would contradict each other.
  // But what is ordered is told though nobody is heard of, where no positions are served that it could contradict.
  const isOrderedOnly =
    counts['trip-updates'] === 0 && !isServed(context, state.feeds['vehicle-positions'], header);
  const isHeld = (name: FeedName): boolean =>
    name === 'trip-updates' && !isOrderedOnly && empty.includes('vehicle-positions');
  for (const name of Object.keys(lists) as FeedName[]) {
    if (isMissing(name) || isHeld(name)) empty.push(name);
    else if (isDue(context, state.feeds[name], lists[name], header)) {
      const headways = name === 'vehicle-positions' ? { headways: listHeadways(published) } : {};
      snapshots.push({ name, header: headerOf(context, header), entities: lists[name], ...headways });
    }
  }
  return { snapshots, empty };
}

function listHeadways({ vehicles }: PublishedLists): VehicleHeadways {
  const headways: Record<string, readonly [number, number | null]> = {};
  for (const [vehicleId, { source, instanceId }] of vehicles) {
    const headway = instanceId === undefined ? undefined : source?.update.assignment?.headway;
    if (headway) headways[vehicleId] = [headway.plannedSeconds, headway.actualSeconds ?? null];
  }
  return headways;
}

/** Modifications are in a feed of their own: they are experimental, and not every consumer of all reads them. */
function entityLists(published: PublishedLists): Record<FeedName, readonly FeedEntity[]> {
  const { vehicles, trips, alerts, modifications } = published;
  return {
    'vehicle-positions': entitiesOf(vehicles),
    'trip-updates': orderTrips(vehicles, trips),
    alerts: entitiesOf(alerts),
    'trip-modifications': modifications,
    all: orderEntities(vehicles, trips, alerts),
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
