/**
 * What the console is sent. Rows are arrays where a city's vehicles are sent every second, objects elsewhere.
 * Times are epoch seconds, durations seconds, distances metres, places WGS 84 degrees.
 */
import type { DispatchException } from './exception.js';

export type VehicleState =
  'normal' | 'early' | 'late' | 'very_late' | 'off_route' | 'no_signal' | 'unassigned' | 'not_in_service';

/** Columns of a vehicle's row, in order. */
export const VEHICLE_COLUMNS = [
  'vehicleId',
  'label',
  'carrierId',
  'lat',
  'lon',
  'bearing',
  'speedMetresPerSecond',
  'fixAt',
  'state',
  'phase',
  'routeId',
  'directionId',
  'tripId',
  'serviceDate',
  'startTime',
  'patternId',
  /** Metres along the pattern's line. */
  'shapeMetres',
  'nextStopSequence',
  'nextStopAt',
  'deviationSeconds',
  'headwaySeconds',
  'plannedHeadwaySeconds',
  'vehicleAheadId',
  'blockId',
  'occupancyStatus',
  'confidence',
  /** About how many people are in it, where validators tell. */
  'persons',
] as const;
export type VehicleColumn = (typeof VEHICLE_COLUMNS)[number];
export type VehicleRow = readonly (string | number | null)[];

/** The longest lag that is told: nothing was heard for a day, or never. */
export const NEVER_HEARD_SECONDS = 86_400;

/** Share of the planned vehicles heard of within 30 s, and how old the newest word of tracking is. */
export interface DataLamp {
  readonly level: 'good' | 'degraded' | 'outage';
  readonly expectedVehicles: number;
  readonly freshVehicles: number;
  readonly lagSeconds: number;
}

export interface LiveSnapshot {
  /** Resume of the stream of events after this one. */
  readonly eventId: string;
  readonly at: number;
  readonly feedVersion: string;
  readonly vehicles: readonly VehicleRow[];
  readonly exceptions: readonly DispatchException[];
  readonly lamp: DataLamp;
  readonly cityModes: readonly { readonly orderId: string; readonly mode: string; readonly since: number }[];
}

/** The network of the schedule in force, fetched once a version. */
export interface NetworkView {
  readonly feedVersion: string;
  readonly timeZone: string;
  readonly agencies: readonly { readonly agencyId: string; readonly name: string }[];
  readonly routes: readonly RouteView[];
  readonly stops: readonly StopView[];
}

export interface StopView {
  readonly stopId: string;
  readonly code: string;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
}

export interface RouteView {
  readonly routeId: string;
  readonly agencyId: string;
  readonly shortName: string;
  readonly longName: string;
  readonly type: number;
  readonly color: string;
  readonly textColor: string;
  readonly mode: 'headway' | 'schedule';
  readonly patterns: readonly PatternView[];
}

export interface PatternView {
  readonly patternId: string;
  readonly directionId: number;
  readonly headsign: string;
  /** Trips of a typical day: the pattern with most of a direction is the one to draw the line by. */
  readonly tripCount: number;
  readonly stops: readonly PatternStopView[];
  /** Encoded polyline, precision 5; empty where the data has no shape. */
  readonly line: string;
}

export interface PatternStopView {
  readonly stopId: string;
  readonly shapeMetres: number;
  /** Median scheduled running time from the first stop: the scale of ladder and diagram. */
  readonly runningSeconds: number;
}
