/** Signed tickets that were sold, and taps of them that do not go together. */
import { cashAccount, postSale } from '@rukh/domain/ledger';
import { type TravelLimits, judgeTravel } from '@rukh/domain/media';
import type { MediaType } from '@rukh/domain/taps';
import type pg from 'pg';
import { postTransactions } from '../money/index.js';
import { transact } from '../transact.js';
import { openAccount } from './lock-medium.js';
import { writeAudit } from './write-audit.js';

export interface SoldTicket {
  readonly tokenRef: Buffer;
  readonly listRef: Buffer;
  readonly mediaType: Extract<MediaType, 'STATIC_QR' | 'DYNAMIC_QR' | 'PAPER'>;
  readonly channel: 'APP' | 'DRIVER' | 'PAPER';
  readonly fareProductId: string;
  readonly vehicleId?: string;
  readonly isSingleUse: boolean;
  readonly validFrom: Date;
  readonly validUntil: Date;
  readonly priceMinor: number;
  readonly currency: string;
  /** Who took the money; without it the carrier of the vehicle, where the ticket is for one. */
  readonly sellerId?: string;
}

export type TicketFlagKind = 'SECOND_USE' | 'OTHER_VEHICLE' | 'IMPOSSIBLE_TRAVEL';

export interface TicketFlag {
  readonly tokenRef: Buffer;
  readonly deviceId: string;
  readonly seq: number;
  readonly flag: TicketFlagKind;
  readonly firstDeviceId: string;
  readonly firstSeq: number;
  readonly details: Readonly<Record<string, unknown>>;
  readonly madeAt: Date;
}

interface TicketTap {
  readonly token_ref: Buffer;
  readonly device_id: string;
  readonly seq: number;
  readonly tapped_ms: number;
  readonly vehicle_id: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly single_use: boolean | null;
}

/** Whose vehicle it is now, as far as its validators say. */
async function findCarrier(
  client: pg.ClientBase,
  vehicleId: string | undefined,
): Promise<string | undefined> {
  if (vehicleId === undefined) return undefined;
  const { rows } = await client.query<{ operator_id: string }>(
    `SELECT operator_id FROM ticketing.device_assignments
     WHERE vehicle_id = $1 AND valid_from <= now() AND coalesce(valid_until, 'infinity') > now()
     ORDER BY valid_from DESC, device_id LIMIT 1`,
    [vehicleId],
  );
  return rows[0]?.operator_id;
}

/** Where the vehicle was seen nearest to the time of the tap, within a minute; what the device claims counts only without it. */
const SEEN = `SELECT latitude, longitude FROM vehicle_locations
  WHERE vehicle_id = tap.vehicle_id AND event_timestamp >= tap.tapped_at - interval '1 minute'
    AND event_timestamp <= tap.tapped_at + interval '1 minute'
  ORDER BY abs(extract(epoch FROM event_timestamp - tap.tapped_at)) LIMIT 1`;

/** The same code shown twice on the same vehicle within this is the same boarding. */
const SAME_BOARDING_MS = 60_000;

export class TicketStore {
  constructor(private readonly pool: pg.Pool) {}

  /** Its medium has an account of its own, and the product it was sold for, so that its rides are priced at nought. */
  async sell(ticket: SoldTicket, actor: string): Promise<number> {
    return transact(this.pool, async (client) => {
      const { tokenRef, listRef, mediaType, fareProductId, validFrom, validUntil, priceMinor } = ticket;
      await client.query(
        'INSERT INTO ticketing.media (token_ref, media_type, expires_at) VALUES ($1, $2, $3)',
        [tokenRef, mediaType, validUntil],
      );
      await client.query('INSERT INTO ticketing.list_refs VALUES ($1, $2)', [tokenRef, listRef]);
      const sellerId = ticket.sellerId ?? (await findCarrier(client, ticket.vehicleId));
      const accountId = await openAccount(client, mediaType);
      await client.query('INSERT INTO ticketing.media_accounts (token_ref, account_id) VALUES ($1, $2)', [
        tokenRef,
        accountId,
      ]);
      await client.query(
        `INSERT INTO ticketing.held_products
           (account_id, fare_product_id, valid_from, valid_until, rides, price_minor, is_ticket)
         VALUES ($1, $2, $3, $4, $5, $6, true)`,
        [accountId, fareProductId, validFrom, validUntil, ticket.isSingleUse ? 1 : null, priceMinor],
      );
      await client.query(
        `INSERT INTO ticketing.tickets (token_ref, layer, channel, fare_product_id, vehicle_id, single_use, valid_from,
           valid_until, price_minor, currency, sold_by, seller_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          ...[tokenRef, mediaType === 'DYNAMIC_QR' ? 'DYNAMIC' : 'STATIC', ticket.channel, fareProductId],
          ...[
            ticket.vehicleId ?? null,
            ticket.isSingleUse,
            validFrom,
            validUntil,
            priceMinor,
            ticket.currency,
          ],
          ...[actor, sellerId ?? null],
        ],
      );
      if (priceMinor > 0) {
        const sale = {
          key: `sale:ticket:${tokenRef.toString('hex')}`,
          currency: ticket.currency,
          amountMinor: priceMinor,
        };
        await postTransactions(client, [postSale(sale, cashAccount(sellerId))]);
      }
      const details = { channel: ticket.channel, fareProductId, priceMinor };
      await writeAudit(client, { actor, action: 'SELL_TICKET', tokenRef, accountId, details });
      return accountId;
    });
  }

  /**
   * Looks at taps of tickets that came since the last time, or whose place was found since, each against the taps of its
   * ticket before it; answers how many flags it put up. Taps of transactions still under way are left for the next time, so that none is missed.
   */
  async flag(limits?: TravelLimits): Promise<number> {
    return transact(this.pool, async (client) => {
      const { rows: watch } = await client.query<{ seen_xid: string; upto: string }>(
        `SELECT seen_xid::text, pg_snapshot_xmin(pg_current_snapshot())::text AS upto
         FROM ticketing.ticket_watch FOR UPDATE`,
      );
      const { seen_xid: seen, upto } = watch[0]!;
      const again = await takeLooks(client);
      if (seen === upto && again.length === 0) return 0;
      const { rows: tokens } = await client.query<{ token_ref: Buffer }>(
        `SELECT DISTINCT token_ref FROM ticketing.taps
         WHERE accepted_xid >= $1::xid8 AND accepted_xid < $2::xid8
           AND media_type IN ('STATIC_QR', 'DYNAMIC_QR', 'PAPER')`,
        [seen, upto],
      );
      const flags = await findFlags(client, [...tokens.map((row) => row.token_ref), ...again], limits);
      const { rowCount } = await client.query(
        `INSERT INTO ticketing.ticket_flags (token_ref, device_id, seq, flag, first_device_id, first_seq, details)
         SELECT * FROM unnest($1::bytea[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::jsonb[])
         ON CONFLICT DO NOTHING`,
        [
          flags.map((one) => one.tokenRef),
          flags.map((one) => one.deviceId),
          flags.map((one) => one.seq),
          flags.map((one) => one.flag),
          flags.map((one) => one.firstDeviceId),
          flags.map((one) => one.firstSeq),
          flags.map((one) => JSON.stringify(one.details)),
        ],
      );
      await client.query('UPDATE ticketing.ticket_watch SET seen_xid = $1::xid8', [upto]);
      return rowCount ?? 0;
    });
  }

  async listFlags(since: Date, limit: number): Promise<TicketFlag[]> {
    const { rows } = await this.pool.query<TicketFlag>(
      `SELECT token_ref AS "tokenRef", device_id AS "deviceId", seq::float8, flag, first_device_id AS "firstDeviceId",
         first_seq::float8 AS "firstSeq", details, made_at AS "madeAt"
       FROM ticketing.ticket_flags WHERE made_at >= $1 ORDER BY made_at DESC LIMIT $2`,
      [since, limit],
    );
    return rows;
  }
}

/** Tickets of which a tap was placed since. Gone with this transaction, like what is found in it. */
async function takeLooks(client: pg.ClientBase): Promise<Buffer[]> {
  const { rows } = await client.query<{ token_ref: Buffer }>(
    'DELETE FROM ticketing.ticket_looks RETURNING token_ref',
  );
  return rows.map((row) => row.token_ref);
}

type NewFlag = Omit<TicketFlag, 'madeAt'>;

async function findFlags(
  client: pg.ClientBase,
  tokenRefs: readonly Buffer[],
  limits: TravelLimits | undefined,
): Promise<NewFlag[]> {
  if (tokenRefs.length === 0) return [];
  const { rows } = await client.query<TicketTap>(
    `SELECT tap.token_ref, device_id, seq::float8, extract(epoch FROM tapped_at)::float8 * 1000 AS tapped_ms,
       tap.vehicle_id, coalesce(seen.latitude, (claimed ->> 'lat')::float8) AS lat,
       coalesce(seen.longitude, (claimed ->> 'lon')::float8) AS lon, single_use
     FROM (SELECT DISTINCT token_ref FROM unnest($1::bytea[]) AS token_ref) AS asked LEFT JOIN ticketing.tickets AS ticket USING (token_ref)
     JOIN ticketing.taps AS tap ON tap.token_ref = asked.token_ref
       AND ticketing.week_of(tap.tapped_at) >= coalesce(ticketing.week_of(ticket.valid_from - interval '7 days'), '-infinity')
     LEFT JOIN LATERAL (${SEEN}) AS seen ON true
     WHERE outcome IN ('ACCEPTED', 'LATE_ACCEPTED')
     ORDER BY tap.token_ref, tapped_at, device_id, seq`,
    [tokenRefs],
  );
  return rows.flatMap((tap, i) => {
    const before = rows[i - 1];
    const first = rows.find((one) => Buffer.compare(one.token_ref, tap.token_ref) === 0)!;
    if (!before || Buffer.compare(before.token_ref, tap.token_ref) !== 0) return [];
    return [...flagUse(first, tap), ...flagTravel(before, tap, limits)];
  });
}

/** A ticket for one use is used once: on another vehicle it is a copy, on the same later on a second ride. */
function flagUse(first: TicketTap, tap: TicketTap): NewFlag[] {
  if (tap.single_use !== true) return [];
  const isSameVehicle = first.vehicle_id === tap.vehicle_id;
  if (isSameVehicle && tap.tapped_ms - first.tapped_ms < SAME_BOARDING_MS) return [];
  const details = { vehicleId: tap.vehicle_id, firstVehicleId: first.vehicle_id };
  return [toFlag(first, tap, isSameVehicle ? 'SECOND_USE' : 'OTHER_VEHICLE', details)];
}

function flagTravel(before: TicketTap, tap: TicketTap, limits: TravelLimits | undefined): NewFlag[] {
  const from = placeOf(before);
  const to = placeOf(tap);
  if (!from || !to) return [];
  const verdict = judgeTravel(from, to, limits);
  if (verdict.isPossible) return [];
  const details = { metres: Math.round(verdict.metres), seconds: Math.round(verdict.seconds) };
  return [toFlag(before, tap, 'IMPOSSIBLE_TRAVEL', details)];
}

function placeOf({ tapped_ms: atMs, lat, lon }: TicketTap): Parameters<typeof judgeTravel>[0] | undefined {
  return lat === null || lon === null ? undefined : { atMs, place: { lat, lon } };
}

function toFlag(
  first: TicketTap,
  tap: TicketTap,
  flag: TicketFlagKind,
  details: Readonly<Record<string, unknown>>,
): NewFlag {
  const names = { tokenRef: tap.token_ref, deviceId: tap.device_id, seq: tap.seq };
  return { ...names, flag, firstDeviceId: first.device_id, firstSeq: first.seq, details };
}
