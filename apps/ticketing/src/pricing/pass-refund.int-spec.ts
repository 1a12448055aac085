/** What of a pass by number of rides is given back goes by what pricing took of it. */
import { RightsStore } from '@rukh/adapters/postgres';
import { MoneyRig } from './money-rig.fixture.js';
import type { PricingRules } from './pricing-rules.js';
import { tariffOf } from './tariff-folder.fixture.js';

const EIGHT = Date.parse('2026-06-01T05:00:00Z');
const HOUR = 3_600_000;
const FILES = {
  'fare_products.txt': 'fare_product_id,amount\nsingle,17.00\nfamily,10.00\ncarnet,10.00\ndays,10.00',
  'fare_extras.txt': 'extra_kind,transfers\ncompanion,0',
  'fare_passes.txt':
    'fare_product_id,validity,length,rides,counts,extras,per_person\n' +
    'family,calendar_days,30,8,rides,7,1\ncarnet,held,,10,rides,0,0\ndays,held,,10,fare_days,0,0',
};

let rig: MoneyRig;
let rights: RightsStore;
let rules: PricingRules;

beforeAll(async () => {
  rig = await MoneyRig.start();
  rights = new RightsStore(rig.pool);
  rules = await tariffOf(FILES);
});
afterAll(() => rig.stop());

/** Rides by hours after eight, each with so many companions, with passes; what the last pass is given back for. */
async function giveBack(
  token: string,
  passes: readonly { readonly fareProductId: string; readonly rides: number }[],
  rides: readonly (readonly [hours: number, companions: number])[],
): Promise<unknown> {
  const taps = rides.map(([hours, count], i) => ({
    ...{ deviceId: token, seq: i + 2, token, atMs: EIGHT + hours * HOUR },
    ...(count > 0 && { extras: [{ kind: 'companion', count }] }),
  }));
  // A ride of the day before makes the account.
  await rig.accept([{ deviceId: token, seq: 1, token, atMs: EIGHT - 24 * HOUR }]);
  await rig.price(rules, { nowMs: EIGHT - 23 * HOUR });
  const accountId = Number(await rig.accountOf(token));
  let passId: number | undefined;
  for (const pass of passes) {
    const sold = { ...pass, priceMinor: 1000, currency: 'UAH', payment: { paidBy: 'CASH' } as const };
    passId = await rights.sell(accountId, sold, 'spec');
    await rights.activate(passId!, new Date(EIGHT - HOUR), 'spec');
  }
  await rig.accept(taps);
  await rig.price(rules, { nowMs: EIGHT + 200 * HOUR });
  const back = { reason: 'moved away', payment: { paidBy: 'CASH' } as const };
  return rights.refund(passId!, back, 'spec', new Date(EIGHT + 200 * HOUR));
}

describe('a pass of a number of rides that is given back', () => {
  const family = [{ fareProductId: 'family', rides: 8 }];

  it('counts each who rode by it, not each tap', async () => {
    expect(await giveBack('two-more', family, [[0, 2]])).toBe(625);
    expect(await giveBack('all', family, [[0, 7]])).toBe(0);
  });

  it('counts those of a ride of which some had to pay', async () => {
    expect(await giveBack('too-many', family, [[0, 9]])).toBe(0);
  });

  it('counts days where it is of days', async () => {
    const days = [{ fareProductId: 'days', rides: 10 }];
    expect(
      await giveBack('days', days, [
        [0, 0],
        [3, 0],
        [24, 0],
      ]),
    ).toBe(800);
  });

  it('counts what was taken of it, and not of another', async () => {
    const carnet = { fareProductId: 'carnet', rides: 10 };
    expect(
      await giveBack(
        'another',
        [carnet, carnet],
        [
          [0, 0],
          [3, 0],
        ],
      ),
    ).toBe(1000);
  });

  it('comes to all that it cost where nobody rode by it', async () => {
    expect(await giveBack('unused', family, [])).toBe(1000);
  });
});
