import type pg from 'pg';
import { transact } from '../transact.js';

/** A row of the registry. Days are YYYY-MM-DD in the city's own time. */
export interface FleetVehicle {
  readonly vehicleId: string;
  readonly carrierId: string;
  readonly label?: string | undefined;
  readonly plate?: string | undefined;
  readonly isLowFloor?: boolean | undefined;
  /** Places in all, seats and standing. */
  readonly capacity?: number | undefined;
  /** First day; since ever where not given. */
  readonly validFrom?: string | undefined;
  /** Last day; undefined while it holds. */
  readonly validTo?: string | undefined;
}

export interface Carrier {
  readonly carrierId: string;
  readonly name: string;
}

const COLUMNS = `vehicle_id AS "vehicleId", carrier_id AS "carrierId", label, plate, is_low_floor AS "isLowFloor",
  capacity, CASE WHEN isfinite(valid_from) THEN to_char(valid_from, 'YYYY-MM-DD') END AS "validFrom",
  to_char(valid_to, 'YYYY-MM-DD') AS "validTo"`;

type Row = Record<keyof FleetVehicle, unknown>;

/** Carriers, and which vehicle is whose. */
export class FleetStore {
  constructor(private readonly pool: pg.Pool) {}

  async listCarriers(): Promise<Carrier[]> {
    const { rows } = await this.pool.query<Carrier>(
      'SELECT carrier_id AS "carrierId", name FROM dispatch.carriers ORDER BY carrier_id',
    );
    return rows;
  }

  async putCarriers(carriers: readonly Carrier[]): Promise<void> {
    await nameCarriers(this.pool, carriers);
  }

  /** All rows, of all times, by vehicle and day. */
  async list(): Promise<FleetVehicle[]> {
    const { rows } = await this.pool.query<Row>(
      `SELECT ${COLUMNS} FROM dispatch.fleet ORDER BY vehicle_id, valid_from`,
    );
    return rows.map(
      (row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as never,
    );
  }

  /**
   * Adds rows, or replaces those of the same vehicle and first day, and names carriers; all of it or nothing.
   * @returns vehicles whose days would meet, and then nothing is changed; empty where all went in
   */
  async put(vehicles: readonly FleetVehicle[], carriers: readonly Carrier[] = []): Promise<string[]> {
    return this.#put(vehicles, carriers, false);
  }

  /** What `put` would answer; nothing is changed. */
  async tryPut(vehicles: readonly FleetVehicle[]): Promise<string[]> {
    return this.#put(vehicles, [], true);
  }

  async #put(
    vehicles: readonly FleetVehicle[],
    carriers: readonly Carrier[],
    isTrial: boolean,
  ): Promise<string[]> {
    const undone = await transact(this.pool, async (client) => {
      await client.query('LOCK TABLE dispatch.fleet IN SHARE ROW EXCLUSIVE MODE');
      await client.query(INSERT, [JSON.stringify(vehicles)]);
      const { rows } = await client.query<{ vehicle_id: string }>(CLASHES);
      if (rows.length > 0 || isTrial) throw new Undone(rows.map((row) => row.vehicle_id));
      await nameCarriers(client, carriers);
    }).catch((error: unknown) => {
      if (error instanceof Undone) return error;
      throw error;
    });
    return undone?.vehicleIds ?? [];
  }

  /** @returns whether there was such a row */
  async remove(vehicleId: string, validFrom: string | undefined): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      "DELETE FROM dispatch.fleet WHERE vehicle_id = $1 AND valid_from = coalesce($2::date, '-infinity')",
      [vehicleId, validFrom ?? null],
    );
    return rowCount === 1;
  }
}

/** Ends a transaction in which nothing is to stay: days of vehicles meet, or it was a trial. */
class Undone extends Error {
  constructor(readonly vehicleIds: string[]) {
    super('undone');
  }
}

async function nameCarriers(
  client: Pick<pg.Pool | pg.PoolClient, 'query'>,
  carriers: readonly Carrier[],
): Promise<void> {
  if (carriers.length === 0) return;
  await client.query(
    `INSERT INTO dispatch.carriers (carrier_id, name) SELECT * FROM unnest($1::text[], $2::text[])
     ON CONFLICT (carrier_id) DO UPDATE SET name = excluded.name, changed_at = now()`,
    [carriers.map(({ carrierId }) => carrierId), carriers.map(({ name }) => name)],
  );
}

const INSERT = `INSERT INTO dispatch.fleet
    (vehicle_id, carrier_id, label, plate, is_low_floor, capacity, valid_from, valid_to)
  SELECT "vehicleId", "carrierId", label, plate, "isLowFloor", capacity, coalesce("validFrom", '-infinity'), "validTo"
  FROM jsonb_to_recordset($1) AS r("vehicleId" text, "carrierId" text, label text, plate text, "isLowFloor" boolean,
    capacity integer, "validFrom" date, "validTo" date)
  ON CONFLICT (vehicle_id, valid_from) DO UPDATE SET carrier_id = excluded.carrier_id, label = excluded.label,
    plate = excluded.plate, is_low_floor = excluded.is_low_floor, capacity = excluded.capacity,
    valid_to = excluded.valid_to, changed_at = now()`;

const CLASHES = `SELECT DISTINCT vehicle_id FROM (
    SELECT vehicle_id, valid_from, lag(coalesce(valid_to, 'infinity'))
      OVER (PARTITION BY vehicle_id ORDER BY valid_from) AS before
    FROM dispatch.fleet) AS days WHERE before >= valid_from ORDER BY vehicle_id LIMIT 20`;
