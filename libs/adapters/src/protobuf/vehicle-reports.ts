import type { VehiclePosition, VehicleReport } from '@rukh/domain/vehicle';
import { rukhV1 } from './codecs.js';
import {
  fromPositionMessage,
  fromReportMessage,
  toPositionMessage,
  toReportMessage,
} from './position-message.js';

/**
 * What trackers send (VehicleReports) and what ingest passes on (PositionBatch), as bytes. Trackers are
 * strangers: what they send is bounded before and after decoding, and what is refused has a name.
 */
export const REPORTS_REFUSALS = ['empty', 'too_large', 'malformed', 'too_many_reports'] as const;
export type ReportsRefusal = (typeof REPORTS_REFUSALS)[number];

/** Bytes that are no usable batch; `reason` is a metric label. */
export class ReportsRefusedError extends Error {
  override readonly name = 'ReportsRefusedError';

  constructor(
    readonly reason: ReportsRefusal,
    message: string,
  ) {
    super(message);
  }
}

export interface ReportsLimits {
  readonly maxBytes: number;
  readonly maxReports: number;
}

/** An hour of one vehicle at a report each 4 s, with room. */
export const REPORTS_LIMITS: ReportsLimits = { maxBytes: 256 * 1024, maxReports: 1000 };

export function encodeVehicleReports(reports: readonly VehicleReport[]): Uint8Array {
  return rukhV1.VehicleReports.encode({ reports: reports.map(toReportMessage) }).finish();
}

/** The reports in a tracker's message, in its order. Throws a ReportsRefusedError. */
export function decodeVehicleReports(
  bytes: Uint8Array,
  limits: ReportsLimits = REPORTS_LIMITS,
): VehicleReport[] {
  const { reports } = decodeBounded(bytes, limits.maxBytes, (b) => rukhV1.VehicleReports.decode(b));
  if (reports.length === 0) throw new ReportsRefusedError('empty', 'The message holds no report.');
  if (reports.length > limits.maxReports) {
    throw new ReportsRefusedError(
      'too_many_reports',
      `The message holds ${reports.length} reports; at most ${limits.maxReports} are read.`,
    );
  }
  return reports.map(fromReportMessage);
}

/** An entry of the positions stream. */
export function encodePositions(positions: readonly VehiclePosition[]): Uint8Array {
  return rukhV1.PositionBatch.encode({ positions: positions.map(toPositionMessage) }).finish();
}

/** An entry of the positions stream holds what one ingest process wrote at once: far below this. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** The positions of an entry of the stream. Throws a ReportsRefusedError. */
export function decodePositions(bytes: Uint8Array): VehiclePosition[] {
  const { positions } = decodeBounded(bytes, MAX_BATCH_BYTES, (b) => rukhV1.PositionBatch.decode(b));
  return positions.map(fromPositionMessage);
}

function decodeBounded<T>(bytes: Uint8Array, maxBytes: number, decode: (bytes: Uint8Array) => T): T {
  if (bytes.length === 0) throw new ReportsRefusedError('empty', 'The message is empty: 0 bytes.');
  if (bytes.length > maxBytes) {
    throw new ReportsRefusedError(
      'too_large',
      `The message has ${bytes.length} bytes; at most ${maxBytes} are read.`,
    );
  }
  try {
    return decode(bytes);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new ReportsRefusedError('malformed', `These bytes are no batch of reports: ${text}.`);
  }
}
