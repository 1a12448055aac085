import { countEntities } from '@rukh/adapters/protobuf';
import type { FeedName } from '@rukh/domain/realtime';
import type { StoredSnapshot } from '@rukh/adapters/redis';
import { promisify } from 'node:util';
import { crc32, gunzip } from 'node:zlib';

const gunzipAsync = promisify(gunzip);

/** One feed at one instant, as it is served: immutable, the same bytes in every process. */
export interface Snapshot {
  readonly name: FeedName;
  /** Header timestamp, epoch seconds. */
  readonly timestamp: number;
  readonly body: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
  /** Headways by vehicle, as JSON; of vehicle positions only. */
  readonly besides?: string;
  /**
   * Names these bytes among all of this feed: the timestamp alone does, but for the case that two writers who
   * know nothing of each other (Redis lost everything) publish within one second.
   */
  readonly version: string;
  readonly entityCount: number;
}

/** A snapshot as another process left it in Redis. */
export async function unpackSnapshot(name: FeedName, stored: StoredSnapshot): Promise<Snapshot> {
  return createSnapshot(name, stored.timestamp, { ...stored, body: await gunzipAsync(stored.gzip) });
}

export function createSnapshot(
  name: FeedName,
  timestamp: number,
  { body, gzip, brotli, besides }: Pick<Snapshot, 'body' | 'gzip' | 'brotli' | 'besides'>,
): Snapshot {
  const version = `${timestamp}-${crc32(body).toString(16).padStart(8, '0')}`;
  const more = besides === undefined ? {} : { besides };
  return { name, timestamp, body, gzip, brotli, version, entityCount: countEntities(body), ...more };
}
