/** From the full price of a day's rides to what is to be paid: no step is lost on the way, and each is told of by rides. */
import { type DayReport, RightsStore, readDayReport } from '@rukh/adapters/postgres';
import { MoneyRig, type RigTap } from '../pricing/money-rig.fixture.js';
import { tariffOf } from '../pricing/tariff-folder.fixture.js';

const EIGHT = Date.parse('2026-06-01T05:00:00Z');
const MINUTE = 60_000;
const FILES = {
  'rider_categories.txt': 'rider_category_id,is_default_fare_category\nadult,1\nstudent,0\nmember,0',
  'fare_products.txt':
    'fare_product_id,rider_category_id,amount\nsingle,adult,17.00\nsingle,student,8.50\nsingle,member,17.00',
  'fare_extras.txt': 'extra_kind,transfers\ncompanion,1',
  'fare_transfer_windows.txt': 'window_id,duration_seconds,effect\nw,2400,free',
  'fare_modifiers.txt':
    'modifier_id,rider_category_ids,kind,value\nless,member,amount,-2.00\nmore,member,amount,2.00',
};

let rig: MoneyRig;
let day: DayReport;

/** Rides at minutes after eight. */
function rides(token: string, minutes: readonly number[], more: Partial<RigTap> = {}): RigTap[] {
  return minutes.map((minute, i) => ({
    ...{ deviceId: token, seq: i + 2, token, atMs: EIGHT + minute * MINUTE },
    ...more,
  }));
}

async function grant(token: string, riderCategoryId: string, fundingBodyId?: string): Promise<void> {
  const right = { riderCategoryId, validFrom: new Date(EIGHT), ...(fundingBodyId && { fundingBodyId }) };
  await new RightsStore(rig.pool).grant(Number(await rig.accountOf(token)), right, 'spec');
}

beforeAll(async () => {
  rig = await MoneyRig.start();
  const rules = await tariffOf(FILES);
  // A ride of the day before makes each account.
  const tokens = ['owed', 'nobodys', 'member', 'two'];
  const before = tokens.map((token) => ({ deviceId: token, seq: 1, token, atMs: EIGHT - 1440 * MINUTE }));
  await rig.accept(before);
  await rig.price(rules, { nowMs: EIGHT });
  await grant('owed', 'student', 'city');
  await grant('nobodys', 'student');
  await grant('member', 'member');
  await rig.accept([
    ...rides('owed', [0, 20]),
    ...rides('nobodys', [0]),
    ...rides('member', [0]),
    ...rides('two', [0, 20], { extras: [{ kind: 'companion', count: 1 }] }),
  ]);
  await rig.price(rules, { nowMs: EIGHT + 120 * MINUTE });
  day = await readDayReport(rig.pool, '2026-06-01');
});
afterAll(() => rig.stop());

describe('the steps of a day', () => {
  it('tell concessions that a body owes for from those that nobody owes for', () => {
    const concessions = day.steps.filter(({ name }) => name.startsWith('CONCESSION'));
    expect(concessions).toEqual([
      { name: 'CONCESSION', count: 1, amountMinor: -850 },
      // The transfer of who has a body too: it would have been free without it.
      { name: 'CONCESSION_UNFUNDED', count: 2, amountMinor: -1700 },
    ]);
    expect(day.funded).toEqual([{ name: 'city', count: 2, amountMinor: 850 }]);
  });

  it('tell of steps that even out, too', () => {
    expect(day.steps).toContainEqual({ name: 'DISCOUNT', count: 1, amountMinor: -200 });
    expect(day.steps).toContainEqual({ name: 'SURCHARGE', count: 1, amountMinor: 200 });
  });

  it('count rides, of which one may have several of a kind', () => {
    expect(day.steps).toContainEqual({ name: 'TRANSFER', count: 2, amountMinor: -(850 + 2 * 1700) });
  });

  it('lead from the full price to what is to be paid', () => {
    const total = (lines: DayReport['steps']): number =>
      lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    expect(day.nominalMinor + total(day.steps)).toBe(total(day.charges));
  });
});
