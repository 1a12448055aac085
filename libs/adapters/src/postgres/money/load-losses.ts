/**
 * When the media of accounts were out of their riders' hands, as far as it was reported: by entries of the deny list, each
 * from when it holds until it was taken back. Which of its versions named a medium tells whether the device could know.
 */
import { LOSS_REASONS, type ReportedLoss } from '@rukh/domain/fares';
import { type ListedSpan, judgeListedTap } from '@rukh/domain/media';
import type { DatabaseClient } from './in-transaction.js';

/** A tap as far as a loss goes. */
export interface TapOfMedium {
  readonly accountId: string;
  readonly tokenRef: string;
  readonly atMs: number;
  readonly denyListVersion: number;
}

interface LossRow {
  account_id: string;
  token: string;
  reason: ReportedLoss['reason'];
  from_ms: number;
  until_ms: number | null;
  spans: (readonly [addedVersion: number, removedVersion: number | null])[];
}

/** Milliseconds, as prices go by; null where it is never. */
const epoch = (instant: string): string =>
  `CASE WHEN isfinite(${instant}) THEN floor(extract(epoch FROM ${instant}) * 1000)::float8 END`;

const ENTRY = `SELECT entry_id, reason, valid_from, least(valid_until, removed_at) AS until
  FROM ticketing.deny_list_entries WHERE reason IN (${LOSS_REASONS.map((reason) => `'${reason}'`).join(', ')})`;

const LOSSES = `SELECT owned.account_id, encode(owned.token_ref, 'hex') AS token, entry.reason,
    coalesce(${epoch('entry.valid_from')}, -8.64e15) AS from_ms, ${epoch('entry.until')} AS until_ms,
    ARRAY(
      SELECT json_build_array(added_version, removed_version) FROM ticketing.deny_listed AS listed
      WHERE listed.token_ref = owned.token_ref
    ) AS spans
  FROM (SELECT DISTINCT account_id, token_ref FROM ticketing.media_accounts WHERE account_id = ANY ($1::bigint[])) AS owned
  CROSS JOIN LATERAL (
    ${ENTRY} AND scope = 'TOKEN' AND token_ref = owned.token_ref
    UNION ALL ${ENTRY} AND scope = 'ACCOUNT' AND account_id = owned.account_id
  ) AS entry
  WHERE entry.valid_from < entry.until ORDER BY entry.valid_from, entry.entry_id`;

export class Losses {
  readonly #rows: ReadonlyMap<string, readonly LossRow[]>;

  constructor(rows: readonly LossRow[]) {
    this.#rows = Map.groupBy(rows, (row) => `${row.account_id} ${row.token}`);
  }

  static async load(client: DatabaseClient, accountIds: readonly string[]): Promise<Losses> {
    return new Losses((await client.query<LossRow>(LOSSES, [accountIds])).rows);
  }

  /** By the first report that held at the time of the tap. */
  find({ accountId, tokenRef, atMs, denyListVersion }: TapOfMedium): ReportedLoss | undefined {
    const row = this.#rows
      .get(`${accountId} ${tokenRef}`)
      ?.find((one) => atMs >= one.from_ms && atMs < (one.until_ms ?? Infinity));
    if (!row) return undefined;
    const verdict = judgeListedTap(row.spans.map(toSpan), { isAllowed: true, denyListVersion }, Infinity);
    return { sinceMs: row.from_ms, reason: row.reason, wasListed: verdict === 'DEVICE_FAULT' };
  }
}

function toSpan([addedVersion, removedVersion]: LossRow['spans'][number]): ListedSpan {
  return { addedVersion, ...(removedVersion !== null && { removedVersion }) };
}
