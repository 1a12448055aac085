import type { Readable } from 'node:stream';

/** An opened GTFS: a zip or a folder whose files can be read in any order. */
export interface GtfsSource {
  /** Names of the files that GTFS defines, without the folder that some archives put them in. */
  readonly files: readonly string[];
  /** Names of the other files, which are ignored. */
  readonly ignored: readonly string[];
  /** SHA-256 of the archive, or of the folder's files, as 64 hex digits. */
  readonly sha256: string;
  /** The bytes of a file; fails with an ImportRefusal where they go beyond the limits. */
  read(file: string): Promise<Readable>;
  close(): Promise<void>;
}
