/** What is forgotten of one rider is his alone, and where he was inspected is forgotten as where he tapped is. */
import { MediaRig } from './media-rig.fixture.js';
import { Forgetting } from './forgetting.js';

const DAY = 86_400_000;

interface Card {
  readonly ref: Buffer;
  readonly tokenRef: string;
  readonly accountId: number;
}

describe('forgetting', () => {
  let rig: MediaRig;
  let count = 0;

  beforeAll(async () => {
    rig = await MediaRig.create({ RUKH_RIDER_LINK_WEEKS: '8' });
  });
  afterAll(() => rig.close());

  async function issue(): Promise<Card> {
    const medium = {
      token: `0600${String(++count).padStart(6, '0')}`,
      mediaType: 'CLOSED_CARD',
      withCode: true,
    };
    const { body } = await rig.ask<{ tokenRef: string; accountId: number }>('POST', 'media', medium);
    return { ...body, ref: Buffer.from(body.tokenRef, 'hex') };
  }

  /** Found without a ride on a vehicle, so long ago; with a fine or without. */
  async function inspect(ref: Buffer, agoMs: number, isFined = false): Promise<number> {
    const [{ id }] = (await rig.query<{ id: number }>(
      `WITH shift AS (
         INSERT INTO ticketing.inspection_sessions (vehicle_id, inspector_id, expires_at, closed_at)
         VALUES ('bus-7', 'oksana', now(), now()) RETURNING session_id
       )
       INSERT INTO ticketing.inspections (session_id, token_ref, ride_since, result, inspected_at)
       SELECT session_id, $1, now(), 'NO_VALIDATION', now() - $2 * interval '1 millisecond' FROM shift
       RETURNING inspection_id::integer AS id`,
      [ref, agoMs],
    )) as [{ id: number }];
    if (isFined) {
      await rig.query(
        "INSERT INTO ticketing.fines (inspection_id, amount_minor, currency) VALUES ($1, 40000, 'UAH')",
        [id],
      );
    }
    return id;
  }
  const listInspected = async (ref: Buffer): Promise<number[]> =>
    (
      await rig.query<{ id: number }>(
        'SELECT inspection_id::integer AS id FROM ticketing.inspections WHERE token_ref = $1 ORDER BY 1',
        [ref],
      )
    ).map(({ id }) => id);

  beforeAll(async () => {
    await rig.query(
      `INSERT INTO ticketing.inspectors (inspector_id, operator_id, pin_salt, pin_hash, is_active)
       VALUES ('oksana', 'let', substr(sha256('salt'), 1, 16), sha256('pin'), true)`,
    );
  });

  it('a rider takes nothing along of who has his card now: taps, code and inspections stay', async () => {
    const [card, other] = [await issue(), await issue()];
    await rig.addTap({ tokenRef: card.ref, seq: 1, atMs: Date.now() - 2 * DAY });
    const his = await inspect(card.ref, 2 * DAY);
    const since = new Date(Date.now() - DAY);
    await rig.ask('POST', `media/${card.tokenRef}/account`, { accountId: other.accountId, since });
    await rig.addTap({ tokenRef: card.ref, seq: 2, atMs: Date.now() - 1_000 });
    const others = await inspect(card.ref, 1_000);

    expect((await rig.ask('POST', `accounts/${card.accountId}/erasure`)).status).toBe(200);

    const taps = await rig.query('SELECT seq::integer AS seq FROM ticketing.taps WHERE token_ref = $1', [
      card.ref,
    ]);
    expect(taps).toEqual([{ seq: 2 }]);
    expect(await listInspected(card.ref)).toEqual([others]);
    expect(his).toBeLessThan(others);
    expect(
      await rig.query('SELECT FROM ticketing.media_codes WHERE token_ref = $1', [card.ref]),
    ).toHaveLength(1);
    const { body } = await rig.ask<{ taps: object[] }>('GET', `accounts/${other.accountId}/export`);
    expect(body.taps).toMatchObject([{ seq: '2' }]);
  });

  it('whose an inspection was goes after the weeks that are configured, but where a fine was issued', async () => {
    const card = await issue();
    await inspect(card.ref, 57 * DAY);
    const kept = [await inspect(card.ref, 57 * DAY, true), await inspect(card.ref, 55 * DAY)];
    await rig.app.get(Forgetting).forget(Date.now());
    expect(await listInspected(card.ref)).toEqual(kept);
    const change = "UPDATE ticketing.inspections SET result = 'VALID'";
    await expect(rig.query(change)).rejects.toThrow(/inspections is only ever added/);
  });

  it('a rider is given what he was found with, and what he asked to have back', async () => {
    const card = await issue();
    await inspect(card.ref, 1_000, true);
    await rig.query(
      `INSERT INTO ticketing.charges (ride_ref, revision, account_id, tapped_at, fare_date, tariff_version, disposition,
         currency, nominal_minor, amount_minor, billed_minor, payer, journey_ref, tap_refs, details, causes)
       VALUES ('v-1/7', 1, $1, now(), current_date, 't', 'CHARGED', 'UAH', 1700, 1700, 1700, 'x', 'x', '{v-1/7}', '{"adjustments": []}', '{TAP}')`,
      [card.accountId],
    );
    await rig.query(
      `INSERT INTO ticketing.refunds (charge_id, ride_ref, account_id, currency, amount_minor, reason, state, requested_by)
       SELECT charge_id, ride_ref, account_id, currency, 1700, 'I was not there', 'REQUESTED', 'rider'
       FROM ticketing.charges WHERE account_id = $1`,
      [card.accountId],
    );
    const { body } = await rig.ask('GET', `accounts/${card.accountId}/export`);
    expect(body).toMatchObject({
      refunds: [{ reason: 'I was not there', state: 'REQUESTED' }],
      inspections: [
        { vehicle_id: 'bus-7', result: 'NO_VALIDATION', fine_minor: '40000', fine_state: 'ISSUED' },
      ],
    });
  });
});
