import type { TripInstance } from '../gtfs/index.js';
import type { VehiclePosition } from '../vehicle/index.js';

/** What a vehicle is doing. The first four are onebusaway-nyc's; OFF_ROUTE is a trip left by its shape. */
export type Phase = 'IN_PROGRESS' | 'LAYOVER' | 'DEADHEAD' | 'AT_BASE' | 'OFF_ROUTE';

/** Why a vehicle has no trip. Each has a metric label and a line in docs/rejections.md. */
export const UNASSIGNED_REASONS = [
  'no_trip_near',
  'no_service_now',
  'ambiguous',
  'too_few_positions',
  'at_base',
  'silent',
] as const;
export type UnassignedReason = (typeof UNASSIGNED_REASONS)[number];

/** Time between vehicles of one route and direction at one stop, seconds. */
export interface Headway {
  /** As frequencies.txt or the timetable has it. */
  readonly plannedSeconds: number;
  /** To the vehicle before, at the last stop that both were seen to leave; undefined where there was none. */
  readonly actualSeconds?: number;
}

/** A vehicle's trip and its place on it. */
export interface Assignment {
  readonly instance: TripInstance;
  readonly phase: Phase;
  /** Calibrated probability that the trip is right, 0 to 1. */
  readonly confidence: number;
  /** Probability that its route and direction are, whichever of their trips it is: never less. */
  readonly lineConfidence: number;
  /** Metres along the pattern's line. */
  readonly shapeMetres: number;
  /** Metres between the position and the line. */
  readonly offsetMetres: number;
  /** Index in the pattern of the next stop to be served (the one stood at, while standing). */
  readonly nextStopIndex: number;
  readonly stopStatus: 'INCOMING_AT' | 'STOPPED_AT' | 'IN_TRANSIT_TO';
  /** Observed minus scheduled, seconds; positive is late; 0 on a trip by headway, which has no times to be late against. */
  readonly deviationSeconds: number;
  /** Present where the route runs by headway: by frequencies.txt, or because its timetable is not kept. */
  readonly headway?: Headway;
}

/** A stop passed: what the archive keeps and predictions learn from. */
export interface StopVisit {
  readonly vehicleId: string;
  readonly instance: TripInstance;
  /** Index in the pattern. */
  readonly stopIndex: number;
  /** Epoch seconds, interpolated between positions; undefined at the trip's first stop. */
  readonly arrivalSeconds?: number;
  /** Undefined at the trip's last stop. */
  readonly departureSeconds?: number;
}

/** A trip left: finished, or given up on the way. */
export interface TripEnded {
  readonly vehicleId: string;
  readonly instance: TripInstance;
  readonly atSeconds: number;
  readonly how: 'finished' | 'abandoned' | 'reassigned' | 'lost';
}

/** What tracking says of one vehicle after one position. */
export interface VehicleUpdate {
  readonly position: VehiclePosition;
  readonly assignment?: Assignment;
  /** Phase where no trip is assigned (a deadhead, a vehicle at its base), if known. */
  readonly phase?: Phase;
  /** Present exactly where `assignment` is absent. */
  readonly reason?: UnassignedReason;
  readonly visits: readonly StopVisit[];
  readonly ended: readonly TripEnded[];
}
