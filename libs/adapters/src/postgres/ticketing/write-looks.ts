/** Writes what came of looking for the places of taps, set by set, in the transaction that holds them. */
import type { TapContext } from '@rukh/domain/taps';
import type pg from 'pg';
import type { PendingTap } from './take-due-taps.js';

/** What came of a look. */
export interface Look {
  readonly tap: PendingTap;
  /** A new revision; absent where what was known still holds. */
  readonly context?: TapContext;
  /** When to look again; absent where that is not needed. */
  readonly nextMs?: number;
  /** Whether prices may depend on what changed. */
  readonly reprices: boolean;
}

export async function writeLooks(client: pg.ClientBase, looks: readonly Look[]): Promise<void> {
  const found = looks.filter((look) => look.context !== undefined);
  if (found.length > 0) await writeRevisions(client, found);
  if (found.length > 0) await lookForCopies(client, found);
  const priced = found.filter(({ reprices }) => reprices);
  if (priced.length > 0) await queueRepricing(client, priced);
  const [again, over] = [
    looks.filter(({ nextMs }) => nextMs !== undefined),
    looks.filter(({ nextMs }) => nextMs === undefined),
  ];
  await client.query(
    `UPDATE ticketing.context_pending AS pending SET looks = looks + 1, due_at = look.next_at
     FROM unnest($1::text[], $2::bigint[], $3::timestamptz[]) AS look (device_id, seq, next_at)
     WHERE pending.device_id = look.device_id AND pending.seq = look.seq`,
    [...keys(again), again.map(({ nextMs }) => new Date(nextMs!).toISOString())],
  );
  await client.query(
    `DELETE FROM ticketing.context_pending AS pending USING unnest($1::text[], $2::bigint[]) AS look (device_id, seq)
     WHERE pending.device_id = look.device_id AND pending.seq = look.seq`,
    keys(over),
  );
}

async function writeRevisions(client: pg.ClientBase, looks: readonly Look[]): Promise<void> {
  const rows = looks.map(({ tap, context }) => ({
    device_id: tap.deviceId,
    seq: tap.seq,
    revision: (tap.last?.revision ?? 0) + 1,
    trip_id: context!.tripId,
    service_date: context!.serviceDate,
    trip_id_performed: context!.tripIdPerformed,
    route_id: context!.routeId,
    direction_id: context!.directionId,
    stop_id: context!.stopId,
    stop_sequence: context!.stopSequence,
    trip_stop_sequence: context!.place,
    trip_end_stop_id: context!.tripEnd?.stopId,
    trip_metres: context!.metres,
    trip_end_place: context!.tripEnd?.place,
    trip_end_metres: context!.tripEnd?.metres,
    source: context!.source,
    confidence: context!.confidence,
    vehicle_id: tap.vehicleId,
    operator_id: tap.operatorId,
  }));
  const columns =
    'device_id, seq, revision, trip_id, service_date, trip_id_performed, route_id, direction_id, stop_id, ' +
    'stop_sequence, trip_stop_sequence, trip_metres, trip_end_stop_id, trip_end_place, trip_end_metres, source, ' +
    'confidence, vehicle_id, operator_id';
  await client.query(
    `INSERT INTO ticketing.tap_contexts (${columns})
     SELECT ${columns} FROM jsonb_populate_recordset(NULL::ticketing.tap_contexts, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

/** Where a tap of a ticket was may show that another of it was made by a copy. */
async function lookForCopies(client: pg.ClientBase, looks: readonly Look[]): Promise<void> {
  await client.query(
    `INSERT INTO ticketing.ticket_looks SELECT DISTINCT token_ref FROM unnest($1::bytea[]) AS token_ref
     JOIN ticketing.tickets USING (token_ref) ORDER BY token_ref ON CONFLICT DO NOTHING`,
    [looks.map(({ tap }) => tap.tokenRef)],
  );
}

/** Accounts are those whose media these were at the time of the taps. */
async function queueRepricing(client: pg.ClientBase, looks: readonly Look[]): Promise<void> {
  await client.query(
    `INSERT INTO ticketing.repricing (account_id, since, causes)
     SELECT owner.account_id, min(tap.at), ARRAY['CONTEXT']
     FROM unnest($1::bytea[], $2::timestamptz[]) AS tap (token_ref, at)
     JOIN ticketing.media_accounts AS owner ON owner.token_ref = tap.token_ref
       AND owner.valid_from <= tap.at AND owner.valid_until > tap.at
     GROUP BY owner.account_id ORDER BY owner.account_id
     ON CONFLICT (account_id) DO UPDATE SET since = least(repricing.since, excluded.since),
       causes = ARRAY(SELECT DISTINCT unnest(repricing.causes || excluded.causes) ORDER BY 1)`,
    [looks.map(({ tap }) => tap.tokenRef), looks.map(({ tap }) => new Date(tap.atMs).toISOString())],
  );
}

function keys(looks: readonly Look[]): [string[], number[]] {
  return [looks.map(({ tap }) => tap.deviceId), looks.map(({ tap }) => tap.seq)];
}
