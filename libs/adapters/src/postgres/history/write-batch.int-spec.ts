import fc from 'fast-check';
import { type ScratchDatabase, listScratchEngines } from '../../scratch-postgres/index.js';
import { migrateSession } from '../index.js';
import type {
  PredictionSampleRow,
  StopVisitRow,
  TripPerformedRow,
  VehicleLocationRow,
} from './history-rows.js';
import { type HistoryBatch, prepareSession, writeBatch } from './write-batch.js';

const NOON = Date.UTC(2026, 10, 23, 10);

const BARE: VehicleLocationRow = {
  event_timestamp: NOON,
  received_at: NOON + 1500,
  latitude: 49.8397,
  longitude: 24.0297,
  odometer: null,
  service_date: null,
  heading: 90,
  speed: 8.25,
  schedule_deviation: null,
  headway_deviation: null,
  planned_headway: null,
  trip_stop_sequence: null,
  scheduled_stop_sequence: null,
  shape_dist_traveled: null,
  confidence: null,
  current_status: null,
  trip_type: null,
  vehicle_id: 'v1',
  trip_id_performed: null,
  trip_id_scheduled: null,
  stop_id: null,
  unassigned_reason: null,
  off_route: null,
  offset_metres: null,
  occupancy_status: null,
};

const MATCHED: VehicleLocationRow = {
  ...BARE,
  service_date: '20261123',
  schedule_deviation: -30,
  headway_deviation: 90,
  planned_headway: 600,
  trip_stop_sequence: 4,
  scheduled_stop_sequence: 104,
  shape_dist_traveled: 812.5,
  confidence: 0.75,
  current_status: 'In transit to',
  trip_type: 'In service',
  trip_id_performed: 'T1/v1',
  trip_id_scheduled: 'T1',
  stop_id: 'S4',
};

const VISIT: StopVisitRow = {
  schedule_arrival_time: NOON,
  schedule_departure_time: NOON + 20_000,
  actual_arrival_time: null,
  actual_departure_time: null,
  service_date: '20261123',
  trip_stop_sequence: 4,
  scheduled_stop_sequence: 104,
  direction_id: 0,
  timepoint: true,
  vehicle_id: 'v1',
  trip_id_performed: 'T1/v1',
  trip_id_scheduled: 'T1',
  route_id: 'R1',
  stop_id: 'S4',
};

const TRIP: TripPerformedRow = {
  schedule_trip_start: NOON,
  schedule_trip_end: NOON + 3_600_000,
  actual_trip_start: null,
  actual_trip_end: null,
  first_seen_at: null,
  ended_at: null,
  service_date: '20261123',
  direction_id: null,
  end_reason: null,
  vehicle_id: 'v1',
  trip_id_performed: 'T1/v1',
  trip_id_scheduled: 'T1',
  route_id: 'R1',
  route_type: 'Bus',
  shape_id: null,
  block_id: 'B7',
  trip_start_stop_id: 'S1',
  trip_end_stop_id: 'S9',
};

const SAMPLE: PredictionSampleRow = {
  made_at: NOON,
  predicted_arrival_time: NOON + 240_000,
  service_date: '20261123',
  trip_stop_sequence: 6,
  interval_seconds: 45,
  horizon_seconds: 240,
  trips_ahead: 0,
  trip_id_performed: 'T1/v1',
  vehicle_id: 'v1',
  route_id: 'R1',
  stop_id: 'S6',
};

function batchOf(rows: Partial<HistoryBatch>): HistoryBatch {
  return { vehicle_locations: [], stop_visits: [], trips_performed: [], prediction_samples: [], ...rows };
}

describe.each(listScratchEngines())('writing history on $name', ({ engine, open }) => {
  let database: ScratchDatabase;

  beforeAll(async () => {
    database = await open();
    await migrateSession(database, { timescale: engine === 'timescale' });
    await prepareSession(database);
  });
  afterAll(() => database.stop());
  beforeEach(() =>
    database.query('DELETE FROM vehicle_locations; DELETE FROM stop_visits; DELETE FROM trips_performed;'),
  );

  const rowsOf = async (table: string): Promise<Record<string, unknown>[]> =>
    (await database.query(`SELECT to_jsonb(t) AS row FROM ${table} AS t`)).rows.map(
      ({ row }) => row as Record<string, unknown>,
    );

  it('keeps every value as it was given', async () => {
    await writeBatch(
      database,
      batchOf({
        vehicle_locations: [MATCHED],
        stop_visits: [{ ...VISIT, actual_arrival_time: NOON + 1 }],
        trips_performed: [TRIP],
        prediction_samples: [SAMPLE],
      }),
      'new',
    );
    expect((await rowsOf('vehicle_locations'))[0]).toMatchObject({
      latitude: 49.8397,
      speed: 8.25,
      service_date: '2026-11-23',
      schedule_deviation: -30,
      headway_deviation: 90,
      planned_headway: 600,
      current_status: 'In transit to',
      odometer: null,
    });
    expect((await rowsOf('trips_performed'))[0]).toMatchObject({ direction_id: null, block_id: 'B7' });
    expect((await rowsOf('prediction_samples'))[0]).toMatchObject({ horizon_seconds: 240, trips_ahead: 0 });
    const { rows } = await database.query(
      `SELECT extract(epoch FROM actual_arrival_time) * 1000 AS ms FROM stop_visits`,
    );
    expect(Number(rows[0]?.ms)).toBe(NOON + 1);
  });

  it('writes a batch any number of times as if once', async () => {
    const batch = batchOf({
      vehicle_locations: [BARE, { ...MATCHED, event_timestamp: NOON + 5_000 }],
      stop_visits: [VISIT],
      trips_performed: [TRIP],
      prediction_samples: [SAMPLE],
    });
    for (const mode of ['new', 'new', 'merge', 'merge'] as const) await writeBatch(database, batch, mode);
    for (const [table, count] of [
      ['vehicle_locations', 2],
      ['stop_visits', 1],
      ['trips_performed', 1],
      ['prediction_samples', 1],
    ] as const) {
      expect(await rowsOf(table)).toHaveLength(count);
    }
  });

  it('fills a bare position in when tracking has spoken, and never empties it again', async () => {
    await writeBatch(database, batchOf({ vehicle_locations: [BARE] }), 'new');
    await writeBatch(database, batchOf({ vehicle_locations: [MATCHED] }), 'new');
    await writeBatch(database, batchOf({ vehicle_locations: [BARE] }), 'merge');
    expect(await rowsOf('vehicle_locations')).toMatchObject([
      { trip_id_performed: 'T1/v1', confidence: 0.75 },
    ]);
  });

  it('takes the fuller of two rows of one position in one batch', async () => {
    await writeBatch(database, batchOf({ vehicle_locations: [BARE, MATCHED, BARE] }), 'new');
    expect(await rowsOf('vehicle_locations')).toMatchObject([{ trip_id_performed: 'T1/v1' }]);
  });

  it('puts an arrival and a departure told apart into one visit', async () => {
    const arrival = { ...VISIT, actual_arrival_time: NOON + 60_000 };
    const departure = { ...VISIT, actual_departure_time: NOON + 90_000 };
    await writeBatch(database, batchOf({ stop_visits: [arrival] }), 'new');
    await writeBatch(database, batchOf({ stop_visits: [departure] }), 'new');
    const { rows } = await database.query('SELECT dwell FROM tides_stop_visits');
    expect(rows).toEqual([{ dwell: 30 }]);
  });

  it('ends with the same trip in whatever order its news come', async () => {
    const news: TripPerformedRow[] = [
      { ...TRIP, first_seen_at: NOON + 2_000 },
      { ...TRIP, first_seen_at: NOON + 1_000, actual_trip_start: NOON + 5_000 },
      { ...TRIP, ended_at: NOON + 60_000, end_reason: 'lost' },
      { ...TRIP, ended_at: NOON + 90_000, end_reason: 'finished', actual_trip_end: NOON + 89_000 },
    ];
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...news, ...news], { minLength: 8 }), async (order) => {
        await database.query('DELETE FROM trips_performed');
        for (const row of order) await writeBatch(database, batchOf({ trips_performed: [row] }), 'new');
        seen.add(JSON.stringify(await rowsOf('trips_performed')));
      }),
      { numRuns: 12 },
    );
    expect(seen.size).toBe(1);
    expect([...seen][0]).toContain('"end_reason":"finished"');
  });

  it('leaves out a value that fits no column, counts it, and writes the rest', async () => {
    const written = await writeBatch(
      database,
      batchOf({
        vehicle_locations: [
          { ...BARE, schedule_deviation: 2 ** 40 },
          { ...BARE, latitude: Number.NaN },
          { ...BARE, event_timestamp: Number.POSITIVE_INFINITY },
          { ...BARE, service_date: 'tomorrow' },
          { ...BARE, vehicle_id: 'v\0 Львів 🚋' },
        ],
      }),
      'new',
    );
    expect([written.rows.vehicle_locations, written.refused.vehicle_locations]).toEqual([1, 4]);
    expect(await rowsOf('vehicle_locations')).toMatchObject([{ vehicle_id: 'v Львів 🚋' }]);
  });

  it('leaves nothing of a batch that is refused', async () => {
    const batch = batchOf({
      vehicle_locations: [BARE],
      stop_visits: [{ ...VISIT, trip_stop_sequence: 0 }],
    });
    await expect(writeBatch(database, batch, 'new')).rejects.toThrow(/check constraint/);
    expect(await rowsOf('vehicle_locations')).toEqual([]);
  });
});
