/**
 * What a tracker said, decoded and not yet believed. Every adapter (MQTT, HFP, a polled GTFS-realtime feed,
 * HTTP) makes these; judging decides which become positions.
 */
export interface VehicleReport {
  readonly vehicleId: string;
  /** The vehicle's own clock, epoch seconds; may have a fraction. */
  readonly timestampSeconds: number;
  readonly lat: number;
  readonly lon: number;
  /** Degrees, 0 = north, clockwise. */
  readonly bearing?: number;
  readonly speedMetresPerSecond?: number;
  readonly odometerMetres?: number;
  /** What the vehicle believes it is doing: a hint, never a fact. */
  readonly tripId?: string;
  /** YYYYMMDD. */
  readonly startDate?: string;
  /** HH:MM:SS. */
  readonly startTime?: string;
  readonly routeId?: string;
  readonly directionId?: number;
  readonly stopSequence?: number;
  readonly stopId?: string;
  readonly stopStatus?: StopStatus;
  /** GTFS-realtime OccupancyStatus by number. */
  readonly occupancyStatus?: number;
  /** What riders may see on the vehicle: fleet number. */
  readonly label?: string;
  readonly licensePlate?: string;
  /** GTFS-realtime WheelchairAccessible by number. */
  readonly wheelchairAccessible?: number;
  /** What is left in the battery or the tank, percent of full. For dispatchers, never published. */
  readonly chargePercent?: number;
  /** Who drives, by the company's own number. For dispatchers who may know, never published and not kept. */
  readonly driverId?: string;
}

export type StopStatus = 'INCOMING_AT' | 'STOPPED_AT' | 'IN_TRANSIT_TO';

/** A report that was judged good. */
export interface VehiclePosition extends VehicleReport {
  /** When we received it, epoch seconds of our clock. */
  readonly receivedAtSeconds: number;
  /**
   * When it was measured on our clock: the vehicle's timestamp plus what its fleet's clock is known to lag.
   * All of Rukh after judging uses this time.
   */
  readonly atSeconds: number;
}

/** Why a report was refused. Each has a metric label, a line in docs/rejections.md and a test. */
export const REPORT_REJECTIONS = [
  'malformed',
  'unknown_vehicle',
  'stale',
  'future',
  'duplicate',
  'out_of_order',
  'null_island',
  'out_of_area',
  'teleport',
] as const;
export type ReportRejection = (typeof REPORT_REJECTIONS)[number];
