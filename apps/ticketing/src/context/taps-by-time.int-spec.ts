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

  it('are the same as by looking at each: with their last place, and on the vehicle of their last time', async () => {
    await rig.accept(
      { seq: 1, at: 3, deviceId: 'V2' },
      { seq: 90_000_001, at: 4 },
      { seq: 2, at: 4, deviceId: 'V3' },
    );
    await rig.query(`INSERT INTO ticketing.tap_contexts (device_id, seq, revision, trip_id, stop_sequence, source, confidence)
      SELECT device_id, seq, revision, CASE WHEN seq % 3 <> revision THEN 't' || revision END, seq % 20, 'AVL', 1
      FROM ticketing.taps, generate_series(1, 2) AS revision WHERE seq % 5 > revision AND device_id <> 'V2'`);
    await rig.query(`INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, clock_quality, reason, made_by, outcome)
      SELECT device_id, seq, revision, to_timestamp(${AT}) + (seq * revision % 97 - 40) * interval '1 minute', 'CORRECTED', 'spec', 'spec',
        CASE seq % 2 WHEN 0 THEN 'QUARANTINED' ELSE 'ACCEPTED' END
      FROM ticketing.taps, generate_series(1, 3) AS revision WHERE seq < 20000 AND seq % 7 >= 2 + revision`);
    // Within the other, which holds again after it.
    await rig.query(`INSERT INTO ticketing.device_assignments (device_id, vehicle_id, operator_id, valid_from, valid_until)
      VALUES ('V1', '9', 'ATP', to_timestamp(${AT} + 120), to_timestamp(${AT} + 300))`);
    const told = (rows: string): Promise<{ told: string }[]> =>
      rig.query(`SELECT row_to_json(tap)::text AS told FROM ${rows}
      ORDER BY device_id, seq`);
    for (const [from, to] of [
      [-20_000, 20_000],
      [-30, 10],
      [2, 2],
      [50, 55],
    ] as const) {
      const ends = `to_timestamp(${AT + 60 * from}), to_timestamp(${AT + 60 * to})`;
      const found = await told(`ticketing.placed_between(${ends}) AS tap`);
      expect(found.length).toBeGreaterThan(0);
      expect(found).toEqual(
        await told(`ticketing.placed_taps AS tap WHERE tapped_at BETWEEN ${ends.replace(',', ' AND')}`),
      );
    }
  });

  const explain = async (options: string, from: number, to: number): Promise<string> => {
    const plan = await rig.query<{ 'QUERY PLAN': unknown }>(
      `EXPLAIN (${options}FORMAT JSON)
       SELECT * FROM ticketing.placed_between(to_timestamp(${AT + 60 * from}), to_timestamp(${AT + 60 * to}))`,
    );
    return JSON.stringify(plan[0]!['QUERY PLAN']);
  };

  it('are found without a look at all that there ever were', async () => {
    const text = await explain('', 0, 10);
    expect(text).not.toMatch(/"Node Type":"Seq Scan"[^}]*"Relation Name":"taps"/);
    expect(text).toContain('"Relation Name":"taps"');
  });

  it('have their times and places read together, not one by one', async () => {
    await rig.query('ANALYZE ticketing.taps, ticketing.tap_contexts, ticketing.tap_corrections');
    const text = await explain('ANALYZE, ', -9_000, 0);
    for (const table of ['taps', 'tap_contexts', 'tap_corrections']) {
      const scans = [...text.matchAll(/"Relation Name":"(\w+)"[^{}]*?"Actual Loops":(\d+)/g)];
      const loops = scans.filter(([, name]) => name === table).map(([, , count]) => Number(count));
      expect(loops.length).toBeGreaterThan(0);
      expect(Math.max(...loops)).toBeLessThan(100);
    }
  });
});
