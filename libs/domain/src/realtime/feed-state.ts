/**
 * What a feed is built from, as one value: the last word of tracking on each vehicle, and what the snapshot
 * before said (a feed must not contradict itself from one poll to the next). A writer that takes over starts
 * from the vehicles its predecessor wrote down and the snapshots it published.
 */
import type { Schedule } from '../gtfs/index.js';
import type { TripPrediction } from '../prediction/index.js';
import type { StopVisit, TripEnded, VehicleUpdate } from '../tracking/index.js';
import type { FeedEntity } from './feed-message.js';
import type { Collapse } from './guard-collapse.js';
import type { ServiceAlert } from './service-alert.js';
import type { ServiceOrder } from './service-order.js';

/** The feeds published, by the names of their addresses. */
export const FEED_NAMES = [
  'vehicle-positions',
  'trip-updates',
  'alerts',
  'trip-modifications',
  'all',
] as const;
export type FeedName = (typeof FEED_NAMES)[number];

/** A vehicle with the predictions that hold for it, the trip under way first. */
export interface TrackedVehicle {
  readonly update: VehicleUpdate;
  readonly predictions: readonly TripPrediction[];
  /** Stops seen passed on the trip under way since it was assigned. */
  readonly visits: readonly StopVisit[];
}

/** A trip that tracking said is over, with the stops seen at its end. */
export interface EndedTrip extends TripEnded {
  readonly visits: readonly StopVisit[];
}

/** A position as last published, and what it was made of. */
export interface PublishedVehicle {
  readonly entity: FeedEntity;
  /** Undefined where it was read back from a snapshot. */
  readonly source?: TrackedVehicle;
  /** Instance id of the trip it carries. */
  readonly instanceId?: string;
}

/** A trip update as last published, and what it was made of. */
export interface PublishedTrip {
  readonly entity: FeedEntity;
  readonly vehicleId: string;
  /** Scheduled departure from the first stop, epoch seconds. */
  readonly startSeconds: number;
  readonly source?: TripPrediction;
  /** Index in the pattern of the stop that its vehicle was told to stand at. */
  readonly standingIndex?: number;
  /** From this header timestamp on it must be made anew: an expected time would lie in the past. */
  readonly dueSeconds: number;
  /** The time before it in the block, which its own times must follow. */
  readonly afterSeconds: number;
  /** True once nothing more is expected of the trip. */
  readonly isOver?: boolean;
}

/** An alert as last published, and what it was made of. */
export interface PublishedAlert {
  readonly entity: FeedEntity;
  readonly source: ServiceAlert;
  readonly schedule: Schedule;
}

/** One feed as last published. */
export interface PublishedFeed {
  readonly timestamp: number;
  readonly feedVersion: string;
  readonly entities: readonly FeedEntity[];
}

/** How full a vehicle on a trip was worked out to be, by those who tapped when they got in. */
export interface EstimatedOccupancy {
  readonly tripId: string;
  /** GTFS-realtime OccupancyStatus. */
  readonly status: number;
  /** About how many people; for dispatchers, never published. */
  readonly persons?: number;
}

export interface FeedState {
  readonly vehicles: ReadonlyMap<string, TrackedVehicle>;
  /** By instance id. */
  readonly ended: ReadonlyMap<string, EndedTrip>;
  /** What dispatchers ordered and is in force. */
  readonly orders: readonly ServiceOrder[];
  readonly alerts: readonly ServiceAlert[];
  /** By vehicle id; of those that report none themselves. */
  readonly occupancies: ReadonlyMap<string, EstimatedOccupancy>;
  /** As they would be published without orders. */
  readonly publishedVehicles: ReadonlyMap<string, PublishedVehicle>;
  /** By instance id. */
  readonly publishedTrips: ReadonlyMap<string, PublishedTrip>;
  readonly publishedAlerts: ReadonlyMap<string, PublishedAlert>;
  /** Entities that orders made or changed, as last published, by id. */
  readonly orderMade: ReadonlyMap<string, FeedEntity>;
  /** The orders that were in force then; none where that is not known. */
  readonly toldOrders: readonly ServiceOrder[];
  readonly collapses: { readonly vehicles?: Collapse; readonly trips?: Collapse };
  readonly feeds: Readonly<Partial<Record<FeedName, PublishedFeed>>>;
  /** No header timestamp may be below this or equal to it: what anybody is known to have been served. */
  readonly floorSeconds: number;
}

export const EMPTY_FEED_STATE: FeedState = {
  vehicles: new Map(),
  ended: new Map(),
  orders: [],
  alerts: [],
  occupancies: new Map(),
  publishedVehicles: new Map(),
  publishedTrips: new Map(),
  publishedAlerts: new Map(),
  orderMade: new Map(),
  toldOrders: [],
  collapses: {},
  feeds: {},
  floorSeconds: 0,
};
