/** What a concession gives to the end of a journey, and what those owe for it who pay for it. */
import type { Charge } from '../charge.js';
import type { FareTap } from '../fare-tap.js';
import type { Rider } from '../rider.js';
import { priceTaps } from './index.js';
import { amounts, tap, tariffOf } from './price-files.fixture.js';

const STUDENT: Rider = {
  entitlements: [{ id: 'e', riderCategoryId: 'student', fundingBodyId: 'lviv', fromMs: 0 }],
  products: [],
};

function price(files: Record<string, string>, rider: Rider, ...taps: FareTap[]): readonly Charge[] {
  const tariffs = tariffOf({
    'rider_categories.txt': 'rider_category_id,is_default_fare_category\nadult,1\nstudent,0',
    'fare_products.txt':
      'fare_product_id,rider_category_id,amount\nsingle,adult,17.00\nsingle,student,8.50\ngroup,,30.00\ncarnet,,90.00',
    ...files,
  });
  return priceTaps(tariffs, rider, taps);
}

const owed = (charges: readonly Charge[]): (number | undefined)[] =>
  charges.map(({ funded }) => funded?.amountMinor);
const funding = (how: string): Record<string, string> => ({
  'fare_concessions.txt': `rider_category_id,funding,amount\nstudent,${how}`,
});

describe('a funding body', () => {
  it.each(['rest,', 'difference,', 'fixed,10.00'])(
    'owes nothing for a ride that its policy makes free for everybody, by %s',
    (how) => {
      const policy = {
        'tap_policies.txt': 'policy_id,mode,incomplete,unpaired_off\nall,on_off,free,free',
        ...funding(how),
      };
      const charges = price(policy, STUDENT, tap('08:00', { kind: 'ENTRY' }));
      expect(charges).toMatchObject([{ disposition: 'INCOMPLETE_ON', amountMinor: 0 }]);
      expect(owed(charges)).toEqual([0]);
    },
  );

  it('owes the rest of the rider’s own fare where one price is paid for several', () => {
    const files = {
      'fare_extras.txt': 'extra_kind,fare_product_id,transfers\ncompanion,single,1',
      'fare_groups.txt': 'group_id,fare_product_id,members\ng,group,holder:1|companion:4',
      'fare_transfer_windows.txt': 'window_id,duration_seconds,effect\nw,2400,free',
      ...funding('rest,'),
    };
    const extras = [{ kind: 'companion', count: 2 }];
    const charges = price(files, STUDENT, tap('08:00', { extras }), tap('08:20', { extras }));
    expect(amounts(charges)).toEqual([3000, 0]);
    expect(owed(charges)).toEqual([850, 1700]);
  });

  it('owes for the ride of its rider where a pass of his covers only those with him', () => {
    const files = {
      'fare_products.txt':
        'fare_product_id,rider_category_id,amount\nsingle,adult,17.00\nsingle,student,0.00\ncarnet,,90.00',
      'fare_extras.txt': 'extra_kind,fare_product_id\ncompanion,single',
      'fare_passes.txt': 'fare_product_id,validity,extras\ncarnet,held,1',
    };
    const rider = { ...STUDENT, products: [{ id: 'p', fareProductId: 'carnet', fromMs: 0 }] };
    const charges = price(files, rider, tap('08:00', { extras: [{ kind: 'companion', count: 1 }] }));
    expect(amounts(charges)).toEqual([0]);
    expect(owed(charges)).toEqual([1700]);
  });

  it('owes nothing for a transfer, though it costs something, unless the tariff says so', () => {
    const window = {
      'fare_transfer_windows.txt': 'window_id,duration_seconds,effect,value\nw,2400,percent,50',
    };
    const charges = price(window, STUDENT, tap('08:00'), tap('08:20'));
    expect(amounts(charges)).toEqual([850, 425]);
    expect(owed(charges)).toEqual([850, 0]);
  });
});

describe('a quota of journeys', () => {
  const quota = (limit: number): Record<string, string> => ({
    'fare_quotas.txt': `quota_id,rider_category_id,period,limit,counts\nq,student,fare_day,${limit},journeys`,
  });
  const windowOf = (effect: string): Record<string, string> => ({
    'fare_transfer_windows.txt': `window_id,duration_seconds,effect,value\nw,2400,${effect}`,
  });

  it('holds to the end of the last one where the change is no cheaper than its fare', () => {
    const taps = [tap('08:00'), tap('08:20'), tap('08:35'), tap('12:00')];
    const charges = price({ ...quota(1), ...windowOf('price,9.00') }, STUDENT, ...taps);
    expect(amounts(charges)).toEqual([850, 850, 850, 1700]);
  });

  it('counts such a change as none', () => {
    const taps = [tap('08:00'), tap('08:20'), tap('12:00'), tap('12:20'), tap('16:00')];
    const charges = price({ ...quota(2), ...windowOf('price,9.00') }, STUDENT, ...taps);
    expect(amounts(charges)).toEqual([850, 850, 850, 850, 1700]);
  });

  it('holds where a rule of GTFS joins the rides, whatever that costs', () => {
    const rule = {
      'fare_products.txt':
        'fare_product_id,rider_category_id,amount\nsingle,adult,17.00\nsingle,student,8.50\nchange,,9.00',
      'fare_transfer_rules.txt':
        'from_leg_group_id,to_leg_group_id,transfer_count,duration_limit,duration_limit_type,fare_transfer_type,fare_product_id\nride,ride,-1,2400,1,0,change',
    };
    const charges = price({ ...quota(1), ...rule }, STUDENT, tap('08:00'), tap('08:20'), tap('12:00'));
    expect(charges.map(({ riderCategoryId }) => riderCategoryId)).toEqual(['student', 'student', 'adult']);
  });

  it('begins with each ride where nothing joins them', () => {
    expect(amounts(price(quota(1), STUDENT, tap('08:00'), tap('08:20')))).toEqual([850, 1700]);
  });
});
