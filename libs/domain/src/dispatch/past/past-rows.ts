/** What history has of the service, as the watch is told it again. Times are epoch seconds, trips GTFS ids. */

import type { ServiceDate } from '../../time/index.js';

/** A run of a trip: of trips of frequencies.txt with its start (HH:MM:SS), of others without. */
export interface PastRun {
  readonly tripId: string;
  readonly serviceDate: ServiceDate;
  readonly startTime?: string | undefined;
}

/** A position with what tracking said of it. */
export interface PastFix {
  readonly vehicleId: string;
  readonly at: number;
  readonly receivedAt: number;
  readonly lat: number;
  readonly lon: number;
  readonly bearing?: number | undefined;
  readonly speedMetresPerSecond?: number | undefined;
  /** What it is called: not of history, which keeps no names, but of the registry. */
  readonly label?: string | undefined;
  readonly occupancyStatus?: number | undefined;
  readonly unassignedReason?: string | undefined;
  /** TIDES trip_type. */
  readonly tripType?: string | undefined;
  readonly trip?: PastPlace | undefined;
}

/** Where on which trip. */
export interface PastPlace {
  readonly run: PastRun;
  readonly nextStopIndex: number;
  readonly shapeMetres: number;
  readonly offsetMetres: number;
  readonly confidence: number;
  /** TIDES current_status. */
  readonly stopStatus?: string | undefined;
  readonly isOffRoute: boolean;
  readonly deviationSeconds?: number | undefined;
  readonly headwayDeviationSeconds?: number | undefined;
  readonly plannedHeadwaySeconds?: number | undefined;
}

/** A stop passed; `at` is the departure, at the last stop the arrival. */
export interface PastVisit {
  readonly run: PastRun;
  readonly vehicleId: string;
  readonly stopIndex: number;
  readonly at: number;
}

/** A run as far as it had come. */
export interface PastTrip {
  readonly run: PastRun;
  readonly vehicleId: string;
  readonly firstSeenAt: number;
  readonly departedAt?: number | undefined;
  readonly arrivedAt?: number | undefined;
}

/** When a vehicle was expected at a stop, as riders were told. */
export interface PastPrediction {
  readonly run: PastRun;
  readonly vehicleId: string;
  readonly madeAt: number;
  readonly ahead: number;
  readonly stopIndex: number;
  readonly arrivalSeconds: number;
  readonly uncertaintySeconds: number;
}
