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
   * @param until as it was then, epoch seconds; now where not given
   */
  async read(date: string, until?: number): Promise<Map<string, TripSeenBefore>> {
    const { rows } = await this.pool.query<TripRow>(
      `SELECT trip_id_scheduled AS trip_id, substring(trip_id_performed FROM '@[0-9:]+/') AS start, vehicle_id,
         CASE WHEN actual_trip_start <= until.at THEN extract(epoch FROM actual_trip_start)::float8 END AS departed,
         CASE WHEN actual_trip_end <= until.at THEN extract(epoch FROM actual_trip_end)::float8 END AS arrived
       FROM trips_performed, (SELECT coalesce(to_timestamp($2::float8), 'infinity') AS at) AS until
       WHERE service_date = to_date($1, 'YYYYMMDD') AND first_seen_at <= until.at
       ORDER BY first_seen_at`,
      [date, until ?? null],
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
