/**
 * The versions of the GTFS and their activations in PostgreSQL. A version is its bytes: importing the same
 * archive again finds the version that is there. Nothing is overwritten, so any older version can be gone back
 * to, and a process that reads while another imports sees either all of a version or nothing.
 */
import type { Activation, ImportReport } from '@rukh/domain/gtfs';
import type { ServiceDate } from '@rukh/domain/time';
import type pg from 'pg';

export interface NewVersion {
  readonly sha256: string;
  /** Where it came from, without passwords. */
  readonly source: string;
  readonly report: ImportReport;
  /** The zip as imported. */
  readonly archive: Uint8Array;
  /** The schedule as `encodeSchedule` wrote it. */
  readonly compiled: Uint8Array;
}

/** A version without its bytes. */
export interface GtfsVersion {
  readonly versionId: number;
  readonly sha256: string;
  readonly feedVersion: string;
  readonly source: string;
  /** ISO 8601, UTC. */
  readonly importedAt: string;
  readonly archiveBytes: number;
  readonly report: ImportReport;
}

/** An activation with what a process needs to load its version. */
export interface GtfsActivation extends Activation {
  readonly feedVersion: string;
  readonly sha256: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
}

const VERSION = `id, sha256, feed_version, source, report, octet_length(archive) AS archive_bytes,
  to_char(imported_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS imported_at`;

interface VersionRow {
  readonly id: string;
  readonly sha256: string;
  readonly feed_version: string;
  readonly source: string;
  readonly report: ImportReport;
  readonly archive_bytes: number;
  readonly imported_at: string;
}

/** No city has this many versions worth choosing from; the list must end somewhere. */
const MOST_LISTED = 500;

export class GtfsVersions {
  /** `pool` must give statements time to carry an archive: `statementTimeoutMs` of 30 s or more. */
  constructor(readonly pool: pg.Pool) {}

  /** Keeps a version; where its bytes are already there, tells that version's id. */
  async add(version: NewVersion): Promise<{ versionId: number; isNew: boolean }> {
    const { rows } = await this.pool.query<{ id: string }>(
      `INSERT INTO gtfs_versions (sha256, feed_version, source, report, archive, compiled)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (sha256) DO NOTHING RETURNING id`,
      [
        version.sha256,
        version.report.feedVersion,
        version.source,
        JSON.stringify(version.report),
        bufferOf(version.archive),
        bufferOf(version.compiled),
      ],
    );
    if (rows[0]) return { versionId: Number(rows[0].id), isNew: true };
    const known = await this.findBySha256(version.sha256);
    if (!known) throw new Error(`Version ${version.sha256} was neither added nor found`);
    return { versionId: known.versionId, isNew: false };
  }

  async find(versionId: number): Promise<GtfsVersion | undefined> {
    return this.#findOne('id = $1', versionId);
  }

  async findBySha256(sha256: string): Promise<GtfsVersion | undefined> {
    return this.#findOne('sha256 = $1', sha256);
  }

  /** The newest versions first. */
  async list(): Promise<GtfsVersion[]> {
    const { rows } = await this.pool.query<VersionRow>(
      `SELECT ${VERSION} FROM gtfs_versions ORDER BY id DESC LIMIT ${MOST_LISTED}`,
    );
    return rows.map(toVersion);
  }

  /** Makes a version the one in force from a service day on. False where there is no such version. */
  async activate(versionId: number, fromDate: ServiceDate): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO gtfs_activations (version_id, from_date)
       SELECT id, to_date($2, 'YYYYMMDD') FROM gtfs_versions WHERE id = $1`,
      [versionId, fromDate],
    );
    return rowCount === 1;
  }

  /**
   * The activations that hold on some day: of several from the same day only the last. Newest day first.
   * @param madeUntil as it was known then, epoch seconds; now where not given
   */
  async listActivations(madeUntil?: number): Promise<GtfsActivation[]> {
    const { rows } = await this.pool.query<Record<string, string>>(
      `SELECT DISTINCT ON (a.from_date) a.id, a.version_id, to_char(a.from_date, 'YYYYMMDD') AS from_date,
         v.feed_version, v.sha256, v.report #>> '{summary,timeZone}' AS time_zone,
         to_char(a.made_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS made_at
       FROM gtfs_activations a JOIN gtfs_versions v ON v.id = a.version_id
       WHERE $1::float8 IS NULL OR a.made_at <= to_timestamp($1)
       ORDER BY a.from_date DESC, a.id DESC LIMIT ${MOST_LISTED}`,
      [madeUntil ?? null],
    );
    return rows.map((row) => ({
      activationId: Number(row.id),
      versionId: Number(row.version_id),
      fromDate: row.from_date as ServiceDate,
      timeZone: row.time_zone!,
      feedVersion: row.feed_version!,
      sha256: row.sha256!,
      madeAt: row.made_at!,
    }));
  }

  /** The compiled schedule of a version. */
  async findCompiled(versionId: number): Promise<Uint8Array | undefined> {
    return this.#findBytes('compiled', versionId);
  }

  /** The archive of a version as it was imported. */
  async findArchive(versionId: number): Promise<Uint8Array | undefined> {
    return this.#findBytes('archive', versionId);
  }

  /** Replaces the compiled form, which a newer Rukh made anew from the same archive. */
  async replaceCompiled(versionId: number, compiled: Uint8Array): Promise<void> {
    await this.pool.query('UPDATE gtfs_versions SET compiled = $2 WHERE id = $1', [
      versionId,
      bufferOf(compiled),
    ]);
  }

  async #findOne(condition: string, value: number | string): Promise<GtfsVersion | undefined> {
    const { rows } = await this.pool.query<VersionRow>(
      `SELECT ${VERSION} FROM gtfs_versions WHERE ${condition}`,
      [value],
    );
    return rows[0] && toVersion(rows[0]);
  }

  async #findBytes(column: 'compiled' | 'archive', versionId: number): Promise<Uint8Array | undefined> {
    const { rows } = await this.pool.query<{ bytes: Buffer }>(
      `SELECT ${column} AS bytes FROM gtfs_versions WHERE id = $1`,
      [versionId],
    );
    return rows[0]?.bytes;
  }
}

function toVersion(row: VersionRow): GtfsVersion {
  return {
    versionId: Number(row.id),
    sha256: row.sha256,
    feedVersion: row.feed_version,
    source: row.source,
    importedAt: row.imported_at,
    archiveBytes: row.archive_bytes,
    report: row.report,
  };
}

/** `pg` sends a Buffer as it is, and any other array of bytes as text. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
