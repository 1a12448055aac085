/**
 * What an import may cost. A GTFS comes from outside, so each way to exhaust a machine by one has its bound;
 * the defaults hold a large country's buses and stop a bomb within seconds.
 */
export interface ImportLimits {
  /** Files in the archive, ignored ones included. */
  readonly files: number;
  readonly bytesPerFile: number;
  readonly totalBytes: number;
  /** The archive itself, and so the most that is downloaded. */
  readonly archiveBytes: number;
  /** Uncompressed to compressed bytes, of a file over 1 MiB and of the whole archive. */
  readonly ratio: number;
  readonly recordBytes: number;
  readonly rowsPerFile: number;
}

const MEBIBYTE = 1024 * 1024;

export const DEFAULT_LIMITS: ImportLimits = {
  files: 64,
  bytesPerFile: 512 * MEBIBYTE,
  totalBytes: 2048 * MEBIBYTE,
  archiveBytes: 256 * MEBIBYTE,
  ratio: 200,
  recordBytes: 64 * 1024,
  rowsPerFile: 10_000_000,
};
