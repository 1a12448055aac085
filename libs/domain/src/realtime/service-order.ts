/**
 * What dispatchers ordered, as the feeds carry it out. Orders name trips, stops and vehicles by their GTFS ids, so
 * that they outlive a change of the static data: one that names what the schedule in force does not have is told
 * of as not applicable, and applies again when a later version has it.
 */
import type { ServiceAlert } from './service-alert.js';

/** One run of a trip. `serviceDate` is YYYYMMDD; `startTime` HH:MM:SS, only of trips of frequencies.txt. */
export interface TripRun {
  readonly tripId: string;
  readonly serviceDate: string;
  readonly startTime?: string;
}

/** Epoch seconds; open where left out. */
export interface OrderPeriod {
  readonly start?: number;
  readonly end?: number;
}

/** A place of a detour that the static data does not have, or a stop that it has, served instead. */
export interface ReplacementStop {
  readonly stopId: string;
  /** Seconds from the stop where the detour leaves the line. */
  readonly travelSeconds: number;
  /** Present where the stop is a temporary one. */
  readonly temporary?: {
    readonly name: Readonly<Record<string, string>>;
    readonly lat: number;
    readonly lon: number;
  };
}

export type ServiceOrderAction =
  /** These runs do not run: CANCELED. */
  | { readonly kind: 'cancel'; readonly runs: readonly TripRun[] }
  /** Run from `fromStopSequence` to `toStopSequence` only: the other stops are SKIPPED; CANCELED where none is left. */
  | {
      readonly kind: 'short_turn';
      readonly run: TripRun;
      readonly fromStopSequence?: number;
      readonly toStopSequence?: number;
    }
  /** These stops of a run are not served: SKIPPED. */
  | { readonly kind: 'skip_stops'; readonly run: TripRun; readonly stopSequences: readonly number[] }
  /** A run more, by copying one: DUPLICATED with the new start. `copyId` is the new trip_id. */
  | {
      readonly kind: 'add_trip';
      readonly copyOf: TripRun;
      readonly copyId: string;
      readonly startDate: string;
      readonly startTime: string;
    }
  /** The vehicle leaves this stop not before `until` (epoch seconds). */
  | { readonly kind: 'hold'; readonly run: TripRun; readonly stopSequence: number; readonly until: number }
  /** This vehicle runs this run (and the rest of its block), whatever tracking thinks; undefined takes it off any. */
  | { readonly kind: 'assign'; readonly vehicleId: string; readonly run?: TripRun }
  /** The vehicle carries nobody: it has no trip in any feed. */
  | { readonly kind: 'out_of_service'; readonly vehicleId: string }
  /** Nobody gets on or off at these stops: SKIPPED for all that would. */
  | {
      readonly kind: 'close_stop';
      readonly stopIds: readonly string[];
      readonly routeIds?: readonly string[];
      readonly period: OrderPeriod;
    }
  /** No predictions are told: NO_DATA, by route or stop. */
  | {
      readonly kind: 'suppress_predictions';
      readonly routeIds: readonly string[];
      readonly stopIds?: readonly string[];
      readonly period: OrderPeriod;
    }
  /** TripModifications with Shape, and SKIPPED for who does not read these. Stops by stop_sequence of the pattern. */
  | {
      readonly kind: 'detour';
      readonly routeIds: readonly string[];
      readonly directionId?: number;
      readonly fromStopId?: string;
      readonly toStopId?: string;
      readonly missedStopIds: readonly string[];
      readonly replacementStops: readonly ReplacementStop[];
      /** WGS 84 as GeoJSON writes it, [lon, lat]; absent of a detour told in words only. */
      readonly line?: readonly (readonly [number, number])[];
      readonly delaySeconds?: number;
      readonly period: OrderPeriod;
    }
  /** Words of a dispatcher to whoever drives the vehicle, until `until` (epoch seconds). Nothing is published. */
  | {
      readonly kind: 'tell_driver';
      readonly vehicleId: string;
      readonly text: string;
      readonly until: number;
    }
  /** City-wide: an air raid or a blackout. Route types, agencies and routes each narrow it; all where none is named. */
  | {
      readonly kind: 'city_mode';
      readonly mode: 'air_raid' | 'power_outage' | 'other';
      readonly effect: 'cancel' | 'suppress';
      readonly routeTypes?: readonly number[];
      readonly agencyIds?: readonly string[];
      readonly routeIds?: readonly string[];
      readonly period: OrderPeriod;
    };
export type ServiceOrderKind = ServiceOrderAction['kind'];
/** The actions of one kind, or of some. */
export type ServiceOrderActionOf<K extends ServiceOrderKind> = Extract<
  ServiceOrderAction,
  { readonly kind: K }
>;

/** An order in force, with the alert that tells riders of it (its id is `order-{orderId}`). */
export interface ServiceOrder {
  readonly orderId: string;
  readonly action: ServiceOrderAction;
  /** Epoch seconds of the confirmation: of two orders on one thing the later one holds. */
  readonly confirmedAt: number;
  readonly alert?: ServiceAlert;
}
