import type { TripInstance } from '../gtfs/index.js';
import type { Phase } from '../tracking/index.js';
import type { VehicleReport } from '../vehicle/index.js';

/** What was true when a report was made. */
export interface ReportTruth {
  /** The trip under way, or during a layover the next one; undefined on deadheads and at the base. */
  readonly instance?: TripInstance;
  readonly phase: Phase;
  /** Metres along the pattern's shape; present with `instance`. */
  readonly shapeMetres?: number;
  readonly lat: number;
  readonly lon: number;
  /** Epoch seconds at which the position was true: the tracker's clock may say otherwise. */
  readonly atSeconds: number;
  /** Bits of the tracker's faults that touched the report; `listFaults` names them. */
  readonly faults: number;
}

/** A report, when it arrives, and the truth behind it. */
export interface SimulatedReport {
  readonly report: VehicleReport;
  /** Epoch seconds. Several of one vehicle that arrive at the same instant come in one message. */
  readonly arrivesAtSeconds: number;
  readonly truth: ReportTruth;
}
