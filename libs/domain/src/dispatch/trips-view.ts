/** Trips and blocks of a day (GET /api/v1/dispatch/trips, /blocks/{id}). */

export const TRIP_STATES = [
  'planned',
  'running',
  'done',
  'not_started',
  'cancelled',
  'added',
  'unobserved',
] as const;
/** `not_started` is due and nobody runs it, for an hour; later `unobserved`: it was never seen to run. */
export type TripState = (typeof TRIP_STATES)[number];

export interface BlockTripView {
  readonly tripId: string;
  readonly serviceDate: string;
  readonly startTime: string;
  readonly routeId: string;
  readonly directionId?: number;
  readonly headsign: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly state: TripState;
  readonly vehicleId?: string;
  /** The order that cancels it. */
  readonly orderId?: string;
}

export interface TripsView {
  readonly at: number;
  readonly serviceDate: string;
  /** Of all that fit, before `limit`. */
  readonly total: number;
  readonly counts: Readonly<Partial<Record<TripState, number>>>;
  /** By departure. */
  readonly trips: readonly TripListItem[];
}

export interface TripListItem extends BlockTripView {
  readonly blockId?: string;
  /** Seen: left the first stop, came to the last. */
  readonly departedAt?: number;
  readonly arrivedAt?: number;
  readonly deviationSeconds?: number;
  readonly carrierId?: string;
}

export interface BlockView {
  readonly at: number;
  readonly blockId: string;
  readonly serviceDate: string;
  readonly vehicleId?: string;
  readonly trips: readonly TripListItem[];
}

/** Stops of a trip in order (GET /api/v1/dispatch/trips/{id}/stops): what orders on part of a trip name. */
export interface TripStopsView extends TripListItem {
  /** The stop_sequence that its vehicle comes to; what is before it was passed. Absent before it is under way. */
  readonly nextStopSequence?: number;
  readonly stops: readonly TripStopView[];
}

export interface TripStopView {
  readonly stopId: string;
  readonly name: string;
  readonly stopSequence: number;
  /** Of the timetable. */
  readonly arrivalAt: number;
  readonly departureAt: number;
}
