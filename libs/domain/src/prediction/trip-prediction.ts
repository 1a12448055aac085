import type { TripInstance } from '../gtfs/index.js';

/** Expected times at one stop. Epoch seconds. */
export interface StopPrediction {
  /** Index in the pattern. */
  readonly stopIndex: number;
  readonly arrivalSeconds: number;
  readonly departureSeconds: number;
  /** Half-width of the 80 % interval round the arrival, seconds; 0 where the time was observed. */
  readonly uncertaintySeconds: number;
  /** True where the stop was passed: the times were seen, not predicted. */
  readonly observed: boolean;
}

/**
 * Expected times of one trip of one vehicle: the one under way or a later one of its block. Stops rise, and so
 * do their times, strictly.
 */
export interface TripPrediction {
  readonly instance: TripInstance;
  readonly vehicleId: string;
  /** When the vehicle's progress was last measured, epoch seconds. */
  readonly measuredAtSeconds: number;
  /** 0 = the trip under way, 1 = the next of the block, ... */
  readonly ahead: number;
  readonly deviationSeconds: number;
  readonly stops: readonly StopPrediction[];
}
