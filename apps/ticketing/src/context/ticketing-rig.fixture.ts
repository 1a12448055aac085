import { createPool } from '@rukh/adapters/postgres';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '@rukh/adapters/scratch-postgres';
import { BUNDLED_TARIFFS } from '@rukh/adapters/tariff-files';

type Pool = ReturnType<typeof createPool>;

/** Monday 2026-11-23, 08:00 in Lviv, epoch milliseconds. */
export const EIGHT_MS = Date.UTC(2026, 10, 23, 6);

/** By which tokens get their names. */
export const RIG_TOKEN_KEY = 'a key of thirty-two characters or more';

export interface RigTap {
  readonly deviceId?: string;
  readonly seq: number;
  /** Minutes after eight. */
  readonly at: number;
  readonly kind?: string;
  /** A letter: whose card. */
  readonly card?: string;
  readonly reason?: string;
  readonly outcome?: string;
  readonly claimed?: Readonly<Record<string, string>>;
  readonly clockQuality?: string;
  readonly mediaType?: string;
  readonly extras?: readonly { kind: string; count: number }[];
}

/** Real PostgreSQL with the tables of the e-ticket: two carriers, a validator on vehicle 7. */
export class TicketingRig {
  private constructor(
    readonly postgres: ScratchPostgres,
    readonly pool: Pool,
  ) {}

  static async create(): Promise<TicketingRig> {
    const postgres = await startMigratedPostgres();
    const pool = createPool({ databaseUrl: withPatience(postgres.url()), applicationName: 'rig', max: 6 });
    const rig = new TicketingRig(postgres, pool);
    await pool.query(`
      INSERT INTO ticketing.operators (operator_id, name, role)
      VALUES ('LET', 'Electrotrans', 'CARRIER'), ('ATP', 'Buses', 'CARRIER'), ('LVIV', 'Lviv', 'FUNDING_BODY');
      INSERT INTO ticketing.devices (device_id, operator_id, state, provisioned_at)
      VALUES ('V1', 'LET', 'ACTIVE', '2026-01-01'), ('V2', 'ATP', 'ACTIVE', '2026-01-01');`);
    await rig.assign('V1', '7', 'LET');
    await rig.assign('V2', '8', 'ATP');
    return rig;
  }

  /** For the service that is tested. */
  get url(): string {
    return withPatience(this.postgres.url());
  }

  /** The service's environment, without Redis and without a word of its own; `more` beside it or in its place. */
  variables(more: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      RUKH_AGENCY: 'town',
      RUKH_TARIFFS: BUNDLED_TARIFFS,
      RUKH_FINE_MINOR: '40000',
      DATABASE_URL: this.url,
      REDIS_URL: 'redis://127.0.0.1:1',
      RUKH_LOG_LEVEL: 'silent',
      RUKH_TICKETING_TOKEN_KEY: RIG_TOKEN_KEY,
      ...more,
    };
  }

  async assign(deviceId: string, vehicleId: string, operatorId: string, from = '2026-01-01'): Promise<void> {
    await this.pool.query(
      `INSERT INTO ticketing.device_assignments (device_id, vehicle_id, operator_id, valid_from) VALUES ($1, $2, $3, $4)`,
      [deviceId, vehicleId, operatorId, from],
    );
  }

  /** Taps as they are accepted; with them their media and an account each. */
  async accept(...taps: readonly RigTap[]): Promise<void> {
    for (const tap of taps) {
      const ref = refOf(tap.card ?? 'a');
      const medium = await this.pool.query(
        `INSERT INTO ticketing.media (token_ref, media_type) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
        [ref, tap.mediaType ?? 'CLOSED_CARD'],
      );
      if (medium.rowCount === 1) {
        await this.pool.query(
          `WITH account AS (INSERT INTO ticketing.accounts DEFAULT VALUES RETURNING account_id)
           INSERT INTO ticketing.media_accounts (token_ref, account_id) SELECT $1, account_id FROM account`,
          [ref],
        );
      }
      await this.pool.query(
        `INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
           extras, device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id, claimed)
         SELECT $1, $2::bigint, '\\x00', $3, $4, $5, $6, 0, $7, $8::timestamptz, $8::timestamptz, $9, $10,
           (SELECT vehicle_id FROM ticketing.device_assignments WHERE device_id = $1 AND valid_from <= $8 ORDER BY valid_from DESC LIMIT 1),
           (SELECT operator_id FROM ticketing.device_assignments WHERE device_id = $1 AND valid_from <= $8 ORDER BY valid_from DESC LIMIT 1),
           $11`,
        [
          tap.deviceId ?? 'V1',
          tap.seq,
          ref,
          tap.mediaType ?? 'CLOSED_CARD',
          tap.kind ?? 'ENTRY',
          tap.reason ?? 'OK_PAYG',
          tap.extras ? JSON.stringify(tap.extras) : null,
          new Date(EIGHT_MS + tap.at * 60_000),
          tap.clockQuality ?? 'EXACT',
          tap.outcome ?? 'ACCEPTED',
          tap.claimed ? JSON.stringify(tap.claimed) : null,
        ],
      );
    }
  }

  /**
   * A trip run by a vehicle: its stops five minutes apart from `start` minutes after eight, half a minute at each,
   * `late` minutes late, as the archive writes it.
   */
  async runTrip(
    tripId: string,
    vehicleId: string,
    start: number,
    stopIds: readonly string[],
    { late = 0, routeId = 'R1', directionId = 0 } = {},
  ): Promise<void> {
    const at = (minutes: number): Date => new Date(EIGHT_MS + minutes * 60_000);
    const performed = `${tripId}/${vehicleId}`;
    const end = start + 5 * (stopIds.length - 1);
    await this.pool.query(
      `INSERT INTO trips_performed (schedule_trip_start, schedule_trip_end, actual_trip_start, actual_trip_end, first_seen_at,
         service_date, direction_id, vehicle_id, trip_id_performed, trip_id_scheduled, route_id, route_type, trip_start_stop_id, trip_end_stop_id)
       VALUES ($1, $2, $3, $4, $3, '2026-11-23', $5, $6, $7, $8, $9, 'Bus', $10, $11) ON CONFLICT DO NOTHING`,
      [
        at(start),
        at(end),
        at(start + late),
        at(end + late),
        directionId,
        vehicleId,
        performed,
        tripId,
        routeId,
        stopIds[0],
        stopIds.at(-1),
      ],
    );
    for (const [i, stopId] of stopIds.entries()) {
      const planned = start + 5 * i;
      await this.pool.query(
        `INSERT INTO stop_visits (schedule_arrival_time, schedule_departure_time, actual_arrival_time, actual_departure_time,
           service_date, trip_stop_sequence, scheduled_stop_sequence, direction_id, timepoint, vehicle_id, trip_id_performed,
           trip_id_scheduled, route_id, stop_id)
         VALUES ($1, $1, $2, $3, '2026-11-23', $4, $5, $6, true, $7, $8, $9, $10, $11)`,
        [
          at(planned),
          i === 0 ? null : at(planned + late),
          i === stopIds.length - 1 ? null : at(planned + late + (i === 0 ? 0 : 0.5)),
          i + 1,
          10 + i,
          directionId,
          vehicleId,
          performed,
          tripId,
          routeId,
          stopId,
        ],
      );
    }
  }

  async query<Row extends object = Record<string, unknown>>(
    text: string,
    values: unknown[] = [],
  ): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows;
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.postgres.stop();
  }
}

/** The reference of a card, as the database has it. */
export function refOf(card: string): Buffer {
  return Buffer.from(card.padEnd(16, '.')).subarray(0, 16);
}
