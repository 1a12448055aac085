import type { PatternIndex, RouteIndex, TripInstance } from '../gtfs/index.js';
import type { ServiceDate } from '../time/index.js';
import type { FleetVehicle } from './fleet.js';
import type { Mode } from './modes.js';
import type { Pathology } from './pathologies.js';

/** A trip of a day as the timetable has it; times are epoch seconds. */
export interface Run {
  readonly instance: TripInstance;
  readonly pattern: PatternIndex;
  readonly route: RouteIndex;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** The runs that one vehicle is meant to make in a day: a block, or trips chained because no block is given. */
export interface Chain {
  /** GTFS block_id, or the route and a number. */
  readonly key: string;
  readonly runs: readonly Run[];
}

/** A vehicle that stops on the way. */
export interface Breakdown {
  /** Share of the way between `fromStop` and `toStop`, 0 to 1. */
  readonly at: number;
  readonly standSeconds: number;
  /** False where the trip ends there. */
  readonly recovers: boolean;
}

/** A run with what chance decided about it beforehand. */
export interface PlannedRun extends Run {
  /** Index in the pattern of the first stop served: later than 0 after a short turn. */
  readonly fromStop: number;
  /** Index of the last one. */
  readonly toStop: number;
  /** Seconds after the scheduled start before which it does not leave. */
  readonly lateSeconds: number;
  /** Seconds before the scheduled start at which it may leave. */
  readonly earlySeconds: number;
  readonly breakdown?: Breakdown;
}

/** What one vehicle does in a day: out of its base, its runs, back. */
export interface Duty {
  readonly key: string;
  readonly serviceDate: ServiceDate;
  readonly vehicle: FleetVehicle;
  readonly mode: Mode;
  readonly runs: readonly PlannedRun[];
  /** Metres on the schedule's projection. */
  readonly baseX: number;
  readonly baseY: number;
  /** When its tracker is switched on, at the base. */
  readonly wakeSeconds: number;
  /** When it leaves the base. */
  readonly leaveSeconds: number;
}

/** Something that went wrong with the service, for the truth and for counting. */
export interface ServiceEvent {
  readonly atSeconds: number;
  readonly kind: Pathology;
  readonly serviceDate: ServiceDate;
  /** Block or chain. */
  readonly key: string;
  readonly run?: Run;
  readonly vehicleId?: string;
}
