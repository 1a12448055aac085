import type { FareTap } from '@rukh/domain/fares';
import { MoneyRig, type RigTap } from './money-rig.fixture.js';
import type { PricingRules } from './pricing-rules.js';
import { tariffOf } from './tariff-folder.fixture.js';

const START = Date.parse('2026-06-01T03:00:00Z');
const HOUR = 3_600_000;

let rig: MoneyRig;

beforeAll(async () => {
  rig = await MoneyRig.start();
});
afterAll(async () => {
  await rig.stop();
});

/** Takes and prices taps one batch after another; answers what each ride costs in the end, in the order of time. */
async function priceAll(rules: PricingRules, batches: readonly (readonly RigTap[])[]): Promise<number[]> {
  for (const batch of batches) {
    await rig.accept(batch);
    await rig.price(rules, { nowMs: Math.max(...batch.map(({ atMs }) => atMs)) + HOUR });
  }
  const [{ deviceId } = { deviceId: '' }] = batches[0]!;
  const rides = await rig.rows<{ amount: number }>(
    `SELECT amount_minor::float8 AS amount FROM ticketing.current_charges
     WHERE ride_ref LIKE $1 || '/%' AND disposition <> 'VOID' ORDER BY tapped_at, ride_ref`,
    [deviceId],
  );
  return rides.map(({ amount }) => amount);
}

/** What the same taps cost by themselves, all at once. */
function priceAtOnce(rules: PricingRules, taps: readonly RigTap[]): number[] {
  const known = taps.map((tap): FareTap => ({
    ...{ ref: `${tap.deviceId}/${tap.seq}`, deviceId: tap.deviceId, seq: tap.seq, atMs: tap.atMs },
    ...{ kind: (tap.kind ?? 'ENTRY') as FareTap['kind'], mediaType: 'CLOSED_CARD', extras: [] },
  }));
  return rules.price({ entitlements: [], products: [] }, known).map(({ amountMinor }) => amountMinor);
}

const tapsAt = (deviceId: string, ...hours: readonly number[]): RigTap[] =>
  hours.map((hour, i) => ({ deviceId, seq: i + 1, token: deviceId, atMs: START + hour * HOUR }));

describe('taps that are far apart and have to do with each other', () => {
  it('a cap of so many days from the first ride counts alike for who rides each day, as his taps come', async () => {
    const rules = await tariffOf({
      'fare_products.txt': 'fare_product_id,amount\nsingle,2.00',
      'fare_caps.txt': 'cap_id,period,period_length,limit\nweek,from_first_days,7,20.00',
    });
    const days = Array.from({ length: 45 }, (_, day) => day);
    const taps = tapsAt('daily', ...days.flatMap((day) => [day * 24, day * 24 + 10]));
    const byDay = days.map((day) => taps.slice(2 * day, 2 * day + 2));
    const paid = await priceAll(rules, byDay);
    expect(paid).toEqual(priceAtOnce(rules, taps));
    expect(paid.slice(-20).filter((amount) => amount === 0).length).toBeGreaterThanOrEqual(4);
  });

  it('a ride that a correction moved between two others joins them, as if it had come so', async () => {
    const rules = await tariffOf({
      'fare_products.txt': 'fare_product_id,amount\nsingle,2.00',
      'fare_caps.txt': 'cap_id,period,period_length,limit\nweek,from_first_days,7,3.00',
    });
    const days = Array.from({ length: 13 }, (_, i) => i * 6 * 24);
    const right = tapsAt('moved', ...days);
    const wrong = right.map((tap) => (tap.seq === 7 ? { ...tap, atMs: START - 300 * 24 * HOUR } : tap));
    await rig.accept(wrong.slice(0, -1));
    await rig.rows(
      `INSERT INTO ticketing.tap_corrections (device_id, seq, revision, tapped_at, reason, made_by)
       VALUES ('moved', 7, 1, $1, 'bounded', 'spec')`,
      [new Date(right[6]!.atMs)],
    );
    const nowMs = right.at(-1)!.atMs;
    await rig.price(rules, { nowMs });
    const paid = await priceAll(rules, [right.slice(-1)]);
    expect(paid).toEqual(priceAtOnce(rules, right));
    expect(paid.slice(-3)).toEqual([200, 100, 200]);
  });

  it('a ride in the evening gives back what made the whole day cheaper, however long ago the first was', async () => {
    const rules = await tariffOf({
      'fare_products.txt': 'fare_product_id,amount\nsingle,5.00\nday,4.00',
      'fare_transfer_rules.txt':
        'from_leg_group_id,to_leg_group_id,transfer_count,fare_transfer_type,fare_product_id\nride,ride,-1,2,day',
    });
    const taps = tapsAt('evening', 2, 17);
    expect(priceAtOnce(rules, taps)).toEqual([400, 0]);
    expect(await priceAll(rules, [[taps[0]!], [taps[1]!]])).toEqual([400, 0]);
  });

  it('an exit ends the ride of its entry, though that was half a day before', async () => {
    const rules = await tariffOf({
      'fare_products.txt': 'fare_product_id,amount\nsingle,30.00\nmaximum,90.00',
      'tap_policies.txt': 'policy_id,mode,maximum_fare_product_id\ntrain,on_off,maximum',
    });
    const [entry, exit] = tapsAt('train', 2, 17);
    const taps = [entry!, { ...exit!, kind: 'EXIT' }];
    expect(priceAtOnce(rules, taps)).toEqual([3000]);
    expect(await priceAll(rules, [[taps[0]!], [taps[1]!]])).toEqual([3000]);
  });
});
