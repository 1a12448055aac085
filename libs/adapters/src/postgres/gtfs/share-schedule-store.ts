/**
 * One ScheduleStore a process, whatever the number of apps in it: in the all-in-one form four apps read the
 * schedule, and a city's schedule is held once. Each app acquires the store and releases it; the last one out
 * stops it and closes its connections.
 */
import { createPool } from '../create-pool.js';
import { GtfsVersions } from './gtfs-versions.js';
import { ScheduleStore } from './schedule-store.js';

export interface SharedScheduleStoreOptions {
  readonly databaseUrl: string;
  readonly cacheDirectory?: string | undefined;
  /** Told, a sentence at a time, what the store does; the first app's is used. */
  readonly log?: (message: string) => void;
  /** Compiles an archive anew where the kept form is of another Rukh; the first app's is used. */
  readonly compile?: (archive: Uint8Array) => Promise<Uint8Array>;
}

/** Archives and compiled schedules are megabytes: they get more time than a query. */
const STATEMENT_TIMEOUT_MS = 30_000;

interface Shared {
  readonly key: string;
  readonly store: ScheduleStore;
  users: number;
  readonly close: () => Promise<void>;
}

const shared = new Map<string, Shared>();

/** The process's store of this database, started if it is new. */
export function acquireScheduleStore(options: SharedScheduleStoreOptions): ScheduleStore {
  const key = `${options.databaseUrl}|${options.cacheDirectory ?? ''}`;
  const existing = shared.get(key);
  if (existing) {
    existing.users++;
    return existing.store;
  }
  const pool = createPool({
    databaseUrl: options.databaseUrl,
    applicationName: 'rukh-schedule',
    max: 2,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const { cacheDirectory, log, compile } = options;
  const store = new ScheduleStore({
    versions: new GtfsVersions(pool),
    ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
    ...(log ? { log } : {}),
    ...(compile ? { compile } : {}),
  });
  shared.set(key, { key, store, users: 1, close: () => pool.end() });
  void store.start();
  return store;
}

/** Ends one use of a store got from `acquireScheduleStore`. */
export async function releaseScheduleStore(store: ScheduleStore): Promise<void> {
  for (const entry of shared.values()) {
    if (entry.store !== store || --entry.users > 0) continue;
    shared.delete(entry.key);
    store.stop();
    await entry.close();
  }
}
