/**
 * Imports by HTTP, one at a time: an import takes a core and hundreds of megabytes, so a second one waits for
 * nobody but is told to come back.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { DEFAULT_LIMITS, DownloadError, downloadGtfs, withoutCredentials } from '@rukh/adapters/gtfs-files';
import { GtfsVersions } from '@rukh/adapters/postgres';
import type { ServiceDate } from '@rukh/domain/time';
import { type Counter, Metrics, Problem } from '@rukh/service';
import { type ImportedVersion, importVersion } from './import-version.js';

export interface ImportWish {
  readonly activate: boolean;
  readonly fromDate?: ServiceDate;
}

/** An upload that trickles holds the one place for imports: it gets this long. */
const UPLOAD_SECONDS = 300;

@Injectable()
export class GtfsImports {
  readonly #outcomes: Counter<'outcome'>;
  #busy = false;

  constructor(
    private readonly versions: GtfsVersions,
    private readonly privateHosts: readonly string[],
    metrics: Metrics,
  ) {
    this.#outcomes = metrics.counter({
      name: 'rukh_gtfs_imports_total',
      help: 'Imports of a GTFS by HTTP: accepted, already_there, refused, unreachable or failed',
      labels: ['outcome'],
    });
  }

  /** Fetches a GTFS and imports it. */
  async fromUrl(url: string, wish: ImportWish): Promise<ImportedVersion> {
    return this.#alone(async (target) => {
      await downloadGtfs(url, { target, privateHosts: this.privateHosts });
      return withoutCredentials(url);
    }, wish);
  }

  /** Imports a GTFS that is being sent. */
  async fromUpload(body: Readable, wish: ImportWish): Promise<ImportedVersion> {
    return this.#alone(async (target) => {
      await receive(body, target);
      return 'upload';
    }, wish);
  }

  async #alone(fetch: (target: string) => Promise<string>, wish: ImportWish): Promise<ImportedVersion> {
    if (this.#busy) throw new Problem(503, { detail: 'Another import is under way.' }, 30);
    this.#busy = true;
    const folder = await mkdtemp(join(tmpdir(), 'rukh-import-'));
    try {
      const target = join(folder, 'gtfs.zip');
      const source = await fetch(target);
      const now = Date.now() / 1000;
      const imported = await importVersion(target, { ...wish, versions: this.versions, source, now });
      this.#outcomes.inc({ outcome: outcomeOf(imported) });
      return imported;
    } catch (error) {
      this.#outcomes.inc({ outcome: error instanceof DownloadError ? 'unreachable' : 'failed' });
      throw explain(error);
    } finally {
      this.#busy = false;
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function outcomeOf({ version }: ImportedVersion): string {
  if (!version) return 'refused';
  return version.isNew ? 'accepted' : 'already_there';
}

/** What the sender can mend becomes a problem that says so. */
function explain(error: unknown): unknown {
  if (error instanceof DownloadError) {
    return new Problem(422, { title: 'Unreachable', detail: error.message });
  }
  return error;
}

async function receive(body: Readable, target: string): Promise<void> {
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      const tooLarge = bytes > DEFAULT_LIMITS.archiveBytes;
      done(tooLarge ? new Problem(413, { detail: 'The archive is too large.' }) : null, chunk);
    },
  });
  const signal = AbortSignal.timeout(UPLOAD_SECONDS * 1000);
  try {
    await pipeline(body, count, createWriteStream(target), { signal });
  } catch (error) {
    if (signal.aborted) throw new Problem(408, { detail: `The upload took over ${UPLOAD_SECONDS} s.` });
    throw error;
  }
}
