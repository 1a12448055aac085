import type {
  Alert,
  EntitySelector,
  FeedEntity,
  StopTimeUpdate,
  TripDescriptor,
  TripModifications,
  TripUpdate,
  VehiclePositionEntity,
} from '../feed-message.js';
import type { TripIndex } from '../../gtfs/index.js';
import type { FeedContext } from './feed-context.js';

/**
 * A rule says one thing that a GTFS-realtime feed must or should do. Its id is the one of the reference validator
 * (E errors, W warnings), of the clauses of gtfs-realtime.proto (S) or of the published best practices (P), so
 * that a finding means the same to everybody. A rule is a function of what it looks at and nothing else: it
 * returns what is wrong in words, and the checker adds the place. Rules that look at stops, trips, vehicles or
 * alerts are called entity by entity, all rules on one trip before the next, so that the trip is read from
 * memory once.
 */
export type Severity = 'error' | 'warning';

/** What is wrong, in words that follow the name of the place: nothing, one thing, or several. */
export type Faults = string | readonly string[] | undefined;

/** What is wrong where a rule over the whole feed finds it. */
export interface PlacedFault {
  readonly place: Place;
  readonly fault: string;
}

export interface Place {
  readonly entityId?: string;
  readonly tripId?: string;
  readonly vehicleId?: string;
  readonly stopSequence?: number;
  readonly stopId?: string;
}

export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly place: Place;
  /** One sentence that names the place and says what is wrong. */
  readonly text: string;
  /** A fault of the schedule, which no change of the feed mends. */
  readonly ofSchedule?: true;
}

export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** The fault, not the demand: "Departure before arrival". */
  readonly title: string;
  /** The demand and its reason; where this differs from the reference validator, that too. */
  readonly meaning: string;
  /** What the rule cannot do without: it is reported as not run where that is absent. */
  readonly needs?: readonly RuleNeed[];
  /** True of a rule that finds faults of the schedule itself. */
  readonly ofSchedule?: true;
  /** Called once a message. */
  readonly feed?: (feed: FeedContext) => readonly PlacedFault[];
  /** Called once for all the feeds of one instant together. */
  readonly instant?: (feed: FeedContext) => readonly PlacedFault[];
  readonly entity?: (entity: FeedEntity, feed: FeedContext) => Faults;
  readonly tripUpdate?: (trip: TripUpdateContext) => Faults;
  readonly stopTimeUpdate?: (stop: StopContext) => Faults;
  readonly vehicle?: (vehicle: VehicleContext) => Faults;
  /** Called for the trip descriptor of each trip update and vehicle, and of each selector of an alert. */
  readonly trip?: (trip: DescriptorContext) => Faults;
  readonly alert?: (alert: AlertContext) => Faults;
  readonly selector?: (selector: SelectorContext) => Faults;
  readonly modifications?: (modifications: ModificationsContext) => Faults;
}

export type RuleNeed = 'schedule' | 'previous';

/** A trip descriptor and what the schedule knows of it. */
export interface DescriptorContext {
  readonly feed: FeedContext;
  readonly entity: FeedEntity;
  readonly of: 'trip_update' | 'vehicle' | 'alert';
  readonly trip: TripDescriptor;
  /** As a consumer reads it: SCHEDULED where it is absent. */
  readonly relationship: number;
  /** The trip of trips.txt with this trip_id; undefined also where no schedule is given. */
  readonly tripIndex: TripIndex | undefined;
}

export interface TripUpdateContext extends DescriptorContext {
  readonly update: TripUpdate;
  readonly stops: readonly StopTimeUpdate[];
  /** For each of `stops` its row of stop_times.txt, -1 where it has none or the schedule does not apply. */
  readonly rows: Int32Array;
}

export interface StopContext {
  readonly trip: TripUpdateContext;
  readonly update: StopTimeUpdate;
  /** Place in the trip update, from 0. */
  readonly index: number;
  /** Row of stop_times.txt, -1 where there is none. */
  readonly row: number;
  /** SCHEDULED where it is absent. */
  readonly relationship: number;
}

export interface VehicleContext {
  readonly feed: FeedContext;
  readonly entity: FeedEntity;
  readonly vehicle: VehiclePositionEntity;
  readonly tripIndex: TripIndex | undefined;
}

export interface AlertContext {
  readonly feed: FeedContext;
  readonly entity: FeedEntity;
  readonly alert: Alert;
}

export interface SelectorContext extends AlertContext {
  readonly selector: EntitySelector;
}

export interface ModificationsContext {
  readonly feed: FeedContext;
  readonly entity: FeedEntity;
  readonly modifications: TripModifications;
}
