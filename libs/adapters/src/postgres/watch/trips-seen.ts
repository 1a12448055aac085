import type pg from 'pg';

/** What history has of a run of a trip, times in epoch seconds. */
export interface TripSeenBefore {
  readonly vehicleId: string;
  readonly departedAt?: number;
  readonly arrivedAt?: number;
}

interface TripRow {
  readonly trip_id: string;
  readonly start: string | null;
  readonly vehicle_id: string;
  readonly departed: number | null;
  readonly arrived: number | null;
}

/** History as the dispatchers' watch asks for it: what it cannot remember itself. */
export class TripsSeen {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Runs of trips of a service day (YYYYMMDD), by trip_id and, of trips of frequencies.txt, `@` and start; the vehicle
   * is who was last on it.
   */
  async read(date: string): Promise<Map<string, TripSeenBefore>> {
    const { rows } = await this.pool.query<TripRow>(
      `SELECT trip_id_scheduled AS trip_id, substring(trip_id_performed FROM '@[0-9:]+/') AS start, vehicle_id,
         extract(epoch FROM actual_trip_start)::float8 AS departed, extract(epoch FROM actual_trip_end)::float8 AS arrived
       FROM trips_performed WHERE service_date = to_date($1, 'YYYYMMDD') AND first_seen_at IS NOT NULL
       ORDER BY first_seen_at`,
      [date],
    );
    return new Map(rows.map((row) => [`${row.trip_id}${row.start?.slice(0, -1) ?? ''}`, describe(row)]));
  }
}

function describe({ vehicle_id, departed, arrived }: TripRow): TripSeenBefore {
  return {
    vehicleId: vehicle_id,
    ...(departed === null ? {} : { departedAt: departed }),
    ...(arrived === null ? {} : { arrivedAt: arrived }),
  };
}
