import type { VehicleReport } from '@rukh/domain/vehicle';

/** A row of a recording of positions, whatever its form. */
export interface RecordedRow {
  readonly vehicleId: string;
  /** As the file has it. */
  readonly ts: string;
  /** Undefined where the row is no report. */
  readonly report: VehicleReport | undefined;
  /** When the recorder received it, epoch seconds. */
  readonly receivedAtSeconds: number;
}

/** What of a recording is kept from the tracker, so that it has to find it out. */
export interface Hidden {
  readonly trip: boolean;
  readonly route: boolean;
  readonly stop: boolean;
}
