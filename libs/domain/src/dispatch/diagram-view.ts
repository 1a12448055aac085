/**
 * Time and distance of one direction of a line (GET /api/v1/dispatch/lines/{routeId}/diagram). A polyline is
 * points `[at, placeSeconds, stopIndex]`: epoch seconds; running seconds from the first stop, as in the line's view;
 * index of the stop in `stops`, or -1 between stops.
 */
import type { TripRun } from '../realtime/index.js';
import type { LineStopView } from './line-view.js';
import type { VehicleState } from './live-view.js';

export type DiagramPoint = readonly [at: number, placeSeconds: number, stopIndex: number];

export interface DiagramView {
  readonly at: number;
  readonly routeId: string;
  readonly directionId: number;
  readonly from: number;
  readonly to: number;
  readonly stops: readonly LineStopView[];
  readonly trips: readonly DiagramTrip[];
}

export interface DiagramTrip {
  readonly tripId: string;
  readonly serviceDate: string;
  readonly startTime: string;
  readonly blockId?: string;
  readonly vehicleId?: string;
  readonly label?: string;
  readonly state?: VehicleState;
  /** Empty of a trip by headway, which has no times. */
  readonly planned: readonly DiagramPoint[];
  /** Stops seen to be passed, and the place of now. */
  readonly actual: readonly DiagramPoint[];
  /** From the place of now on. */
  readonly predicted: readonly DiagramPoint[];
}

/** When a run that an order changes is at its stops with it: `[at, index of the stop in its pattern]`, in time. */
export interface ChangedTimes extends TripRun {
  readonly routeId: string;
  readonly directionId: number;
  readonly isCancelled: boolean;
  readonly points: readonly (readonly [at: number, stopIndex: number])[];
}
