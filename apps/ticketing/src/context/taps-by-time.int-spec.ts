import { EIGHT_MS, TicketingRig } from './ticketing-rig.fixture.js';

const AT = EIGHT_MS / 1000;

describe('taps of a stretch of time', () => {
  let rig: TicketingRig;

  beforeAll(async () => {
    rig = await TicketingRig.create();
    await rig.accept(
      { seq: 30_001, at: 0 },
      { seq: 30_002, at: 5 },
      { seq: 30_003, at: 10 },
      { seq: 30_004, at: 60 },
    );
    await rig.query(`INSERT INTO ticketing.taps (device_id, seq, content_hash, token_ref, media_type, kind, reason, deny_list_version,
        device_time, tapped_at, clock_quality, outcome, vehicle_id, operator_id)
      SELECT device_id, i, content_hash, token_ref, media_type, kind, reason, deny_list_version, device_time,
        tapped_at - i * interval '1 minute', clock_quality, outcome, vehicle_id, operator_id
      FROM ticketing.taps, generate_series(1, 20000) AS i WHERE seq = 30001`);
    await rig.query('ANALYZE ticketing.taps');
  });
  afterAll(() => rig.close());

  const list = async (from: number, to: number): Promise<number[]> => {
    const rows = await rig.query<{ seq: string }>(
      `SELECT seq FROM ticketing.placed_between(to_timestamp(${AT + 60 * from}), to_timestamp(${AT + 60 * to})) ORDER BY seq`,
    );
    return rows.map(({ seq }) => Number(seq));
  };

  it('are those tapped in it, both ends included', async () => {
    expect(await list(0, 10)).toEqual([30_001, 30_002, 30_003]);
    expect(await list(1, 9)).toEqual([30_002]);
  });

  it('go by the time that was corrected last', async () => {
    const correct = (seq: number, revision: number, minutes: number): Promise<unknown> =>
      rig.query(`INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, clock_quality, reason, made_by, outcome)
        VALUES ('V1', ${seq}, ${revision}, to_timestamp(${AT + 60 * minutes}), 'CORRECTED', 'spec', 'spec', 'ACCEPTED')`);
    await correct(30_002, 1, 90);
    await correct(30_004, 1, 7);
    expect(await list(0, 10)).toEqual([30_001, 30_003, 30_004]);
    await correct(30_004, 2, 200);
    expect(await list(0, 10)).toEqual([30_001, 30_003]);
  });

  it('are found without a look at all that there ever were', async () => {
    const plan = await rig.query<{ 'QUERY PLAN': unknown }>(
      `EXPLAIN (FORMAT JSON) SELECT * FROM ticketing.placed_between(to_timestamp(${AT}), to_timestamp(${AT + 600}))`,
    );
    const text = JSON.stringify(plan[0]!['QUERY PLAN']);
    expect(text).not.toMatch(/"Node Type":"Seq Scan"[^}]*"Relation Name":"taps"/);
    expect(text).toContain('"Relation Name":"taps"');
  });
});
