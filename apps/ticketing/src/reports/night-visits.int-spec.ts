/** Of a trip that goes on over midnight each visit is of its own day, with the load of all who got in, before midnight too. */
import { ControlReports } from '@rukh/adapters/postgres';
import { TicketingRig } from '../context/ticketing-rig.fixture.js';
import { fillLoads } from './fill-loads.js';

/** From eight in the morning to five minutes to midnight. */
const LATE = 955;
const PROFILE = { meanRideStops: 50, tapShare: 1 };

describe('stop visits of a night trip', () => {
  let rig: TicketingRig;

  /** So many who tapped at a stop, from a number on. */
  const board = async (from: number, persons: number, at: number, place: number): Promise<void> => {
    const seqs = Array.from({ length: persons }, (_, i) => from + i);
    await rig.accept(...seqs.map((seq) => ({ seq, at, card: `c${seq}` })));
    await rig.query(
      `INSERT INTO ticketing.tap_contexts (device_id, seq, revision, service_date, trip_id, trip_id_performed, trip_stop_sequence, stop_id, source, confidence)
       SELECT 'V1', seq, 1, '2026-11-23', 'N', 'N/7', $2::integer, 'S' || $2::integer, 'AVL', 1 FROM unnest($1::bigint[]) AS seq`,
      [seqs, place],
    );
  };
  const visitsOf = async (day: string): Promise<unknown[][]> => {
    const rows = await new ControlReports(rig.pool).listStopVisits({ day, timeZone: 'Europe/Kyiv' });
    return fillLoads(rows, PROFILE, 0).map((row) => [
      row['trip_stop_sequence'],
      row['boarding_1'],
      row['departure_load'],
    ]);
  };

  beforeAll(async () => {
    rig = await TicketingRig.create();
    await rig.runTrip('N', '7', LATE, ['S1', 'S2', 'S3', 'S4']);
    await board(1, 20, LATE, 1);
    await board(21, 10, LATE + 10, 3);
  });
  afterAll(() => rig.close());

  it('are of the day on which each was', async () => {
    expect(await visitsOf('2026-11-23')).toEqual([[1, 20, 20]]);
    expect((await visitsOf('2026-11-24')).map(([place, entered]) => [place, entered])).toEqual([
      [2, 0],
      [3, 10],
      [4, 0],
    ]);
    expect(await visitsOf('2026-11-25')).toEqual([]);
  });

  it('have who got in before midnight on board after it', async () => {
    const loads = (await visitsOf('2026-11-24')).map(([, , load]) => load);
    expect(loads[0]).toBeGreaterThan(0);
    // More than got in there: some of those of before are still on board.
    expect(loads[1]).toBeGreaterThan(10);
  });

  it('count nobody who held his card twice, on either side of midnight', async () => {
    await rig.query(
      `INSERT INTO ticketing.charges (ride_ref, revision, account_id, tapped_at, fare_date, tariff_version, disposition, currency,
         nominal_minor, amount_minor, billed_minor, payer, journey_ref, tap_refs, details, causes)
       SELECT 'V1/' || seq, 1, min(account_id), (SELECT tapped_at FROM ticketing.taps WHERE device_id = 'V1' AND taps.seq = held.seq),
         '2026-11-23', 'v1', 'PASSBACK_IGNORED', 'UAH', 0, 0, 0, 'rider:1', 'V1/' || seq, ARRAY['V1/' || seq], '{}', '{TAP}'
       FROM ticketing.accounts, (VALUES (2), (22)) AS held (seq) GROUP BY seq`,
    );
    expect((await visitsOf('2026-11-23')).map(([, entered]) => entered)).toEqual([19]);
    expect((await visitsOf('2026-11-24')).map(([, entered]) => entered)).toEqual([0, 9, 0]);
  });
});
