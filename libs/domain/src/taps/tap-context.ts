/**
 * Where a tap was, and what it is worked out from: what is known of its vehicle around that time, as plain values of
 * whatever kept them (the archive's tables, in the service).
 */

/** How a tap's place was found: by what was seen of its vehicle, by its timetable between two sightings, or as told. */
export const CONTEXT_SOURCES = ['DEVICE', 'AVL', 'SCHEDULE', 'MANUAL', 'NONE'] as const;
export type ContextSource = (typeof CONTEXT_SOURCES)[number];

/** A trip on a service day. Of a trip of frequencies.txt `performedId` tells its runs apart. */
export interface TapTrip {
  readonly tripId: string;
  /** YYYY-MM-DD. */
  readonly serviceDate: string;
  /** TIDES trip_id_performed; the same for all that was seen of one run by one vehicle. */
  readonly performedId: string;
}

/** A stop of a trip that the vehicle was seen to serve. A first stop has no arrival, a last one no departure. */
export interface StopStay {
  readonly trip: TapTrip;
  /** Place of the stop in the trip, from 1. */
  readonly place: number;
  readonly arrivalMs?: number;
  readonly departureMs?: number;
}

/** A position of the vehicle that was put on a trip. */
export interface TripFix {
  readonly trip: TapTrip;
  readonly atMs: number;
  /** Place in the trip of the stop it stands at or goes to. */
  readonly place: number;
  readonly isStopped: boolean;
  /** It waits for this trip to begin. */
  readonly isWaiting: boolean;
}

/** What the timetable says of a trip. */
export interface TripPlan {
  readonly routeId: string;
  /** 0 or 1; absent where GTFS gives none. */
  readonly directionId?: number;
  /** By place, from the first; undefined where a trip of an older timetable is known by what was seen of it only. */
  readonly stops: readonly (PlannedStop | undefined)[];
}

export interface PlannedStop {
  readonly stopId: string;
  readonly stopSequence: number;
  /** Seconds from the trip's first departure to the departure here. */
  readonly offsetSeconds: number;
  /** Along the trip's shape, whole metres; absent of a trip that is in no timetable any more. */
  readonly metres?: number;
}

/** One vehicle around the time of a tap. */
export interface VehicleHistory {
  /** In order of time. */
  readonly stays: readonly StopStay[];
  /** In order of time. */
  readonly fixes: readonly TripFix[];
  /** By trip_id, of each trip that occurs in `stays` and `fixes`. */
  readonly plans: ReadonlyMap<string, TripPlan>;
}

/** Of a tap, what its place depends on. */
export interface TapToPlace {
  readonly atMs: number;
  readonly isExit: boolean;
  /** The time is only bounded by its neighbours. */
  readonly isTimeRough: boolean;
  /** What the device believes. */
  readonly claimed: {
    readonly tripId?: string;
    readonly routeId?: string;
    readonly stopId?: string;
  };
}

/** The last stop of a trip that was served. */
export interface TripEnd {
  readonly stopId: string;
  /** Place of the stop in the trip, from 1. */
  readonly place: number;
  readonly metres?: number;
}

export interface TapContext {
  readonly tripId?: string;
  readonly serviceDate?: string;
  readonly tripIdPerformed?: string;
  readonly routeId?: string;
  readonly directionId?: number;
  readonly stopId?: string;
  readonly stopSequence?: number;
  /** Place of the stop in the trip, from 1. */
  readonly place?: number;
  /** Of the stop along the trip's shape, whole metres. */
  readonly metres?: number;
  /** Where the trip ended: as it was seen where it was cut short, else by the timetable. */
  readonly tripEnd?: TripEnd;
  readonly source: ContextSource;
  /** Probability, as far as it was measured, that trip and stop are right; 0 where nothing is known. */
  readonly confidence: number;
}
