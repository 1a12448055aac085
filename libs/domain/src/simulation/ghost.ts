import type { VehicleReport } from '../vehicle/index.js';
import type { ReportTruth } from './simulated-report.js';

/** A vehicle that is parked and whose tracker repeats its last fix, hours or a month old, once a minute. */
export interface Ghost {
  readonly report: VehicleReport;
  readonly truth: Omit<ReportTruth, 'atSeconds'>;
  /** Second of the minute at which it reports. */
  readonly phase: number;
}
