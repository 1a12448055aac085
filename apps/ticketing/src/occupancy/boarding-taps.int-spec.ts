import { TripBoardingsStore, createPool } from '@rukh/adapters/postgres';
import { EIGHT_MS, TicketingRig } from '../context/ticketing-rig.fixture.js';

const MINUTE = 60_000;
const FRESH_MINUTES = 24 * 60;
const MANY = 2_000;
const TOO_MANY = 5_001;

describe('who got in where', () => {
  let rig: TicketingRig;
  let pool: ReturnType<typeof createPool>;
  let store: TripBoardingsStore;
  let rowsRead = 0;

  const place = (where: string, revision = 1, outcome = 'place'): Promise<unknown> =>
    rig.query(`INSERT INTO ticketing.tap_contexts (device_id, seq, revision, trip_id, service_date, trip_id_performed,
        trip_stop_sequence, source, confidence)
      SELECT device_id, seq, ${revision}, 'A', '2026-11-23', ${outcome === 'nowhere' ? 'NULL' : `'A/7'`}, 1, 'AVL', 1
      FROM ticketing.taps WHERE ${where}`);
  const count = async (minutes = 10): Promise<number | undefined> => {
    rowsRead = 0;
    const trips = await store.list(EIGHT_MS + minutes * MINUTE, FRESH_MINUTES);
    return trips.find(({ vehicleId }) => vehicleId === '7')?.boardings[0];
  };

  beforeAll(async () => {
    rig = await TicketingRig.create();
    pool = createPool({ databaseUrl: rig.url, applicationName: 'spec', max: 1 });
    const query = pool.query.bind(pool) as (...given: unknown[]) => Promise<{ rows: unknown[] }>;
    const counted: typeof query = async (...given) => {
      const result = await query(...given);
      rowsRead += result.rows.length;
      return result;
    };
    Object.assign(pool, { query: counted });
    store = new TripBoardingsStore(pool);
    await rig.runTrip('A', '7', 0, ['S1', 'S2', 'S3']);
    await rig.query('UPDATE trips_performed SET ended_at = NULL');
    await rig.accept({ seq: 1, at: 0.1 });
    await rig.query(`INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason,
        deny_list_version, device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id)
      SELECT device_id, i, content_hash, token_ref, media_type, kind, reason, deny_list_version, device_time,
        tapped_at + i * interval '10 ms', clock_quality, outcome, vehicle_id, operator_id
      FROM ticketing.taps, generate_series(2, ${MANY}) AS i WHERE seq = 1`);
    await place('true');
  });
  afterAll(async () => {
    await pool.end();
    await rig.close();
  });

  it('is read once of all, and then of what is new', async () => {
    expect(await count()).toBe(MANY);
    expect(rowsRead).toBeGreaterThan(MANY);
    expect(await count()).toBe(MANY);
    expect(rowsRead).toBeLessThan(5);
    await rig.accept({ seq: 3_001, at: 0.2 }, { seq: 3_002, at: 0.2 });
    await place('seq > 3000');
    expect(await count()).toBe(MANY + 2);
    expect(rowsRead).toBeLessThan(7);
  });

  it('goes by what taps were found to be since', async () => {
    await place('seq = 3001', 2, 'nowhere');
    expect(await count()).toBe(MANY + 1);
    await rig.query(`INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, clock_quality, reason, made_by, outcome)
      SELECT device_id, seq, 1, tapped_at, 'CORRECTED', 'spec', 'spec', 'DUPLICATE' FROM ticketing.taps WHERE seq = 3002`);
    expect(await count()).toBe(MANY);
  });

  it('has what a transaction placed that was longer under way than others', async () => {
    await rig.accept({ seq: 4_001, at: 0.2 }, { seq: 4_002, at: 0.2 });
    const slow = await rig.pool.connect();
    await slow.query('BEGIN');
    await slow.query(`INSERT INTO ticketing.tap_contexts (device_id, seq, revision, trip_id, service_date, trip_id_performed,
      trip_stop_sequence, source, confidence) VALUES ('V1', 4001, 1, 'A', '2026-11-23', 'A/7', 1, 'AVL', 1)`);
    await place('seq = 4002');
    expect(await count()).toBe(MANY + 1);
    await slow.query('COMMIT');
    slow.release();
    expect(await count()).toBe(MANY + 2);
  });

  it('is read of all again, in pieces, after what was new could not be read', async () => {
    const other = await rig.pool.connect();
    await other.query('BEGIN');
    await other.query('LOCK TABLE ticketing.tap_contexts IN ACCESS EXCLUSIVE MODE');
    await expect(count()).rejects.toThrow('lock timeout');
    await other.query('COMMIT');
    other.release();
    expect(await count()).toBe(MANY + 2);
    expect(rowsRead).toBeGreaterThan(MANY);
  });

  it('is read of all again, in pieces, where too much is new', async () => {
    // Of taps of long ago, which count for nothing.
    await rig.query(`INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason,
        deny_list_version, device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id)
      SELECT device_id, 10000 + i, content_hash, token_ref, media_type, kind, reason, deny_list_version, device_time,
        tapped_at - interval '1 day', clock_quality, outcome, vehicle_id, operator_id
      FROM ticketing.taps, generate_series(1, ${TOO_MANY}) AS i WHERE seq = 1`);
    await place('seq > 10000');
    expect(await count()).toBe(MANY + 2);
    expect(rowsRead).toBeGreaterThan(TOO_MANY + MANY);
    expect(await count()).toBe(MANY + 2);
    expect(rowsRead).toBeLessThan(5);
  });

  it('is whole again when the clock was far ahead and went back', async () => {
    expect(await count(24 * 60)).toBeUndefined();
    expect(await count()).toBe(MANY + 2);
  });
});
