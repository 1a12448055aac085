import { ControlReports, readDayReport } from '@rukh/adapters/postgres';
import { TicketingRig } from '../context/ticketing-rig.fixture.js';

const DAY = '2026-11-23';
const MINUTES_A_DAY = 1_440;

describe('what is known of the taps of a day', () => {
  let rig: TicketingRig;

  const charge = (seq: number, tappedAt: string): Promise<unknown> =>
    rig.query(
      `INSERT INTO ticketing.charges (ride_ref, revision, account_id, tapped_at, fare_date, tariff_version, disposition, currency,
         nominal_minor, amount_minor, billed_minor, payer, journey_ref, tap_refs, details, causes)
       SELECT $1::text, 1, min(account_id), $2::timestamptz, '${DAY}', 'spec', 'CHARGED', 'UAH', 0, 0, 0, 'rider:1', $1,
         ARRAY[$1::text], '{}', '{TAP}' FROM ticketing.accounts`,
      [`V1/${seq}`, tappedAt],
    );
  const label = (seq: number, revision: number, tripId: string | null): Promise<unknown> =>
    rig.query(
      `INSERT INTO ticketing.tap_contexts (device_id, seq, revision, trip_id, source, confidence) VALUES ('V1', $1, $2, $3, 'AVL', 1)`,
      [seq, revision, tripId],
    );

  beforeAll(async () => {
    rig = await TicketingRig.create();
    await rig.accept(
      { seq: 7, at: -MINUTES_A_DAY },
      ...[10, 11, 12].map((seq) => ({ seq, at: seq })),
      { seq: 15, at: 15, kind: 'EXIT' },
      { seq: 16, at: 16, outcome: 'QUARANTINED' },
      { seq: 20, at: MINUTES_A_DAY },
    );
  });
  afterAll(() => rig.close());

  it('is which have a price, also one of another day since the tap was given another time', async () => {
    await charge(10, `${DAY}T06:10Z`);
    await charge(11, '2026-11-20T06:11Z');
    const { completeness } = await readDayReport(rig.pool, DAY);
    expect(completeness).toMatchObject({ devices: 1, unpricedTaps: 1, missingTaps: 4 });
  });

  it('is which had a trip once', async () => {
    await label(7, 1, 'A');
    await label(10, 1, 'A');
    await label(10, 2, null);
    await label(11, 1, null);
    await label(12, 1, null);
    await label(12, 2, 'A');
    const { completeness } = await readDayReport(rig.pool, DAY);
    expect(completeness).toMatchObject({ labelledTaps: 2, unlabelledTaps: 2 });
  });

  it('is what was sent and is no tap, on the day when it came', async () => {
    await rig.query(
      `INSERT INTO ticketing.tap_tombstones (device_id, seq, fault, received_at)
       VALUES ('V1', 30, 'spec', '${DAY}T10:00Z'), ('V1', 16, 'sent right afterwards', '${DAY}T10:00Z')`,
    );
    const scope = { day: DAY, timeZone: 'Europe/Kyiv' };
    expect((await new ControlReports(rig.pool).listCompleteness(scope))[0]).toMatchObject({
      rejected_form: 1,
    });
    const { taps } = await readDayReport(rig.pool, DAY);
    expect(taps).toContainEqual({ name: 'REJECTED_FORM', count: 1, amountMinor: 0 });
  });

  it('is what is missing since the tap before, of whatever day, but for numbers that were settled to be none', async () => {
    await rig.query(`INSERT INTO ticketing.tap_tombstones (device_id, seq, fault) VALUES ('V1', 8, 'spec')`);
    const scope = { day: DAY, timeZone: 'Europe/Kyiv' };
    const list = async (day: string): Promise<unknown> =>
      (await new ControlReports(rig.pool).listCompleteness({ ...scope, day }))[0];
    expect(await list(DAY)).toMatchObject({ device_id: 'V1', received: 5, missing: 3, unlabelled: 4 });
    expect(await list('2026-11-24')).toMatchObject({ received: 1, missing: 3 });
    expect(await list('2026-11-22')).toMatchObject({ received: 1, missing: 0 });
    // The audit of the day says no other number.
    expect((await readDayReport(rig.pool, DAY)).completeness.missingTaps).toBe(3);
  });
});
