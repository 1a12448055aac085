/** Who comes with a rider is paid for once: by the rider, a pass, a group or a transfer, whoever is first. */
import type { Charge } from '../charge.js';
import type { FareTap } from '../fare-tap.js';
import type { Rider } from '../rider.js';
import { priceTaps } from './index.js';
import { amounts, tap as tapAt, tariffOf } from './price-files.fixture.js';

const NOBODY: Rider = { entitlements: [], products: [] };
const holding = (product: string): Rider => ({
  entitlements: [],
  products: [{ id: 'p', fareProductId: product, fromMs: 0 }],
});
const companions = (count: number): FareTap['extras'] => [{ kind: 'companion', count }];

const tap = (time: string, extras: FareTap['extras'] = []): FareTap => tapAt(time, { extras });

function price(files: Record<string, string>, rider: Rider, ...taps: FareTap[]): readonly Charge[] {
  const tariffs = tariffOf({
    'fare_products.txt':
      'fare_product_id,amount\nsingle,17.00\nbag,5.00\ngroup,30.00\npass,900.00\ncarnet,100.00',
    'fare_extras.txt': 'extra_kind,fare_product_id,transfers\ncompanion,single,1\nbag,bag,0\nfriend,single,0',
    ...files,
  });
  return priceTaps(tariffs, rider, taps);
}

const uses = (charges: readonly Charge[]): unknown[] =>
  charges.flatMap(({ reasons }) =>
    reasons.filter(({ code }) => code === 'COVERED_BY_PASS').map(({ inputs }) => inputs['used']),
  );

const WINDOW = { 'fare_transfer_windows.txt': 'window_id,duration_seconds,effect\nw,2400,free' };
const GROUP = { 'fare_groups.txt': 'group_id,fare_product_id,members\ng,group,holder:1|companion:4' };
const PASS = { 'fare_passes.txt': 'fare_product_id,validity,extras\npass,held,2' };
const carnet = (rides: number): Record<string, string> => ({
  'fare_passes.txt': `fare_product_id,validity,rides,extras,per_person\ncarnet,held,${rides},7,1`,
});

describe('people with a rider', () => {
  const two = [tap('08:00', companions(2)), tap('08:20', companions(2))];

  it('whom a pass covers are not freed by a transfer as well', () => {
    const charges = price({ ...WINDOW, ...PASS }, holding('pass'), ...two);
    expect(amounts(charges)).toEqual([0, 0]);
    const rule = {
      'fare_transfer_rules.txt':
        'from_leg_group_id,to_leg_group_id,transfer_count,duration_limit,duration_limit_type,fare_transfer_type\nride,ride,-1,2400,1,0',
    };
    expect(amounts(price({ ...rule, ...PASS }, holding('pass'), ...two))).toEqual([0, 0]);
  });

  it('whom a group takes in are not freed by a transfer as well', () => {
    expect(amounts(price({ ...WINDOW, ...GROUP }, NOBODY, ...two))).toEqual([3000, 0]);
  });

  it('of a rider who pays nothing himself are free at a change only where it would be free for one who pays', () => {
    const veteran = {
      'rider_categories.txt': 'rider_category_id,is_default_fare_category\nadult,1\nveteran,0',
      'fare_products.txt':
        'fare_product_id,rider_category_id,amount\nsingle,adult,17.00\nsingle,veteran,0.00\nbag,,5.00',
    };
    const rider: Rider = { entitlements: [{ id: 'e', riderCategoryId: 'veteran', fromMs: 0 }], products: [] };
    const change = (files: Record<string, string>): number | undefined =>
      amounts(price({ ...veteran, ...files }, rider, ...two))[1];
    const second = (effect: string): number | undefined =>
      change({
        'fare_transfer_windows.txt': `window_id,duration_seconds,effect,value,max_discount\nw,2400,${effect}`,
      });
    expect(second('free,,')).toBe(0);
    expect(second('percent,100,')).toBe(0);
    expect(second('price,0,')).toBe(0);
    expect(second('percent,45,')).toBe(3400);
    expect(second('discount,5.00,')).toBe(3400);
    expect(second('price,3.00,')).toBe(3400);
    expect(second('free,,5.00')).toBe(3400);
    const rule = (typeAndProduct: string): number | undefined =>
      change({
        'fare_transfer_rules.txt': `from_leg_group_id,to_leg_group_id,transfer_count,duration_limit,duration_limit_type,fare_transfer_type,fare_product_id\nride,ride,-1,2400,1,${typeAndProduct}`,
      });
    expect(rule('0,')).toBe(0);
    expect(rule('1,')).toBe(3400);
    expect(rule('0,single')).toBe(3400);
    expect(rule('2,single')).toBe(0);
    // Of several it is the one that who pays would ride by.
    expect(second('percent,45,\nv,2400,free,,')).toBe(0);
    expect(rule('1,\nride,ride,-1,2400,1,0,')).toBe(0);
  });

  it('of a rider who pays nothing himself are free on rides joined to one where these cost no more than the first', () => {
    const rider: Rider = { entitlements: [{ id: 'e', riderCategoryId: 'veteran', fromMs: 0 }], products: [] };
    const joined = (whole: string): number[] => {
      const files = {
        'rider_categories.txt': 'rider_category_id,is_default_fare_category\nadult,1\nveteran,0',
        'fare_products.txt': `fare_product_id,rider_category_id,amount\nsingle,adult,17.00\nwhole,adult,${whole}\nsingle,veteran,0.00\nwhole,veteran,0.00\nbag,,5.00`,
        'networks.txt': 'network_id\nred\nblue',
        'route_networks.txt': 'network_id,route_id\nred,r\nblue,b',
        'fare_leg_rules.txt':
          'leg_group_id,network_id,fare_product_id,rule_priority\nred,red,single,0\nblue,blue,whole,1',
        'fare_leg_join_rules.txt': 'from_network_id,to_network_id\nred,blue',
      };
      const rides = two.map((one, i) => ({ ...one, routeId: 'rb'[i]! }));
      return amounts(price(files, rider, ...rides));
    };
    expect(joined('17.00')).toEqual([3400, 0]);
    expect(joined('20.00')).toEqual([3400, 3400]);
  });

  it('whom a group takes in are not paid for by the pass of its holder alone', () => {
    const alone = { 'fare_passes.txt': 'fare_product_id,validity\npass,held' };
    expect(amounts(price({ ...GROUP, ...alone }, holding('pass'), ...two))).toEqual([1300, 1300]);
  });

  it('whom a group takes in are covered by a pass that is for them too, as far as the group’s price goes', () => {
    expect(amounts(price({ ...GROUP, ...PASS }, holding('pass'), ...two))).toEqual([0, 0]);
    const charges = price({ ...GROUP, ...carnet(4) }, holding('carnet'), ...two);
    expect(amounts(charges)).toEqual([0, 0]);
    // 30.00 is the holder's 17.00 and less than another's.
    expect(uses(charges)).toEqual([2, 4]);
    expect(amounts(price({ ...GROUP, ...carnet(1) }, holding('carnet'), ...two))).toEqual([1300, 3000]);
  });

  it('are not paid for by a second pass of the rider, nor by what a ride beyond his pass costs him', () => {
    const both = { 'fare_passes.txt': 'fare_product_id,validity,rides\npass,held,\ncarnet,held,10' };
    const rider = { ...NOBODY, products: [...holding('pass').products, ...holding('carnet').products] };
    expect(amounts(price({ ...GROUP, ...both }, rider, two[0]!))).toEqual([1300]);
    const beyond = {
      'fare_passes.txt': 'fare_product_id,validity,network_ids\npass,held,rail',
      'networks.txt': 'network_id\nrail',
      'fare_extensions.txt': 'base_fare_product_id,fare_product_id\npass,bag',
    };
    expect(amounts(price({ ...GROUP, ...beyond }, holding('pass'), two[0]!))).toEqual([1800]);
  });

  it('take rides of a pass from the dearest on, in whatever order the device lists them', () => {
    const kinds = [
      { kind: 'bag', count: 1 },
      { kind: 'friend', count: 1 },
    ];
    const cost = (extras: FareTap['extras']): number[] =>
      amounts(price(carnet(2), holding('carnet'), tap('08:00', extras)));
    expect(cost(kinds)).toEqual([500]);
    expect(cost(kinds.toReversed())).toEqual([500]);
  });

  it('take rides of a pass only where they are of the kinds that it is for', () => {
    const persons = {
      'fare_passes.txt':
        'fare_product_id,validity,rides,extras,per_person,extra_kinds\ncarnet,held,9,7,1,companion|friend',
    };
    const extras = [
      { kind: 'bag', count: 1 },
      { kind: 'friend', count: 1 },
    ];
    const charges = price(persons, holding('carnet'), tap('08:00', extras));
    expect(amounts(charges)).toEqual([500]);
    expect(uses(charges)).toEqual([2]);
  });

  describe('on a change', () => {
    const BY_PASS = {
      'fare_transfer_windows.txt': 'window_id,duration_seconds,opened_by,effect\nw,2400,pass,free',
    };

    it('are free only where they were on the journey before', () => {
      const taps = [tap('08:00', companions(1)), tap('08:20', companions(3))];
      expect(amounts(price(WINDOW, NOBODY, ...taps))).toEqual([3400, 3400]);
    });

    it('are free who joined at the change before', () => {
      const taps = [tap('08:00'), tap('08:20', companions(1)), tap('08:35', companions(1))];
      expect(amounts(price(WINDOW, NOBODY, ...taps))).toEqual([1700, 1700, 0]);
    });

    it('pay where they joined a group that rides free, each for himself or the group’s price anew', () => {
      const cost = (...counts: number[]): number[] =>
        amounts(
          price({ ...WINDOW, ...GROUP }, NOBODY, ...counts.map((n, i) => tap(`08:${10 + i}`, companions(n)))),
        );
      expect(cost(0, 1)).toEqual([1700, 1700]);
      expect(cost(0, 4)).toEqual([1700, 3000]);
      expect(cost(2, 3)).toEqual([3000, 1700]);
      expect(cost(3, 2)).toEqual([3000, 0]);
      expect(cost(1, 2, 2)).toEqual([3000, 1700, 0]);
      // Four are in the group; of the six three were with him before.
      expect(cost(3, 6)).toEqual([3000, 1700 + 2 * 1700]);
    });

    it('pay no more than by themselves where a pass takes them into a free change of its holder’s group', () => {
      const taps = [tap('08:00'), tap('08:20', companions(3))];
      const charges = price({ ...BY_PASS, ...GROUP, ...carnet(10) }, holding('carnet'), ...taps);
      expect(amounts(charges)).toEqual([0, 0]);
      expect(uses(charges)).toEqual([1, 3]);
      expect(amounts(price({ ...BY_PASS, ...GROUP, ...carnet(2) }, holding('carnet'), ...taps))).toEqual([
        0, 1300,
      ]);
    });

    it('are told what those who joined cost', () => {
      const charges = price({ ...WINDOW, ...GROUP }, NOBODY, tap('08:00'), tap('08:20', companions(1)));
      expect(charges[1]!.reasons).toContainEqual({
        ...{ code: 'JOINED', inputs: { amountMinor: 1700 } },
        ruleId: expect.any(String) as string,
      });
    });

    it('take rides of the pass where they joined at the change', () => {
      const taps = [tap('08:00'), tap('08:20', companions(3))];
      const charges = price({ ...BY_PASS, ...carnet(10) }, holding('carnet'), ...taps);
      expect(amounts(charges)).toEqual([0, 0]);
      expect(uses(charges)).toEqual([1, 4]);
    });

    it('take rides of the pass where changes are not for them', () => {
      const friend = [{ kind: 'friend', count: 1 }];
      const taps = [tap('08:00', friend), tap('08:20', friend)];
      const charges = price({ ...BY_PASS, ...carnet(10) }, holding('carnet'), ...taps);
      expect(amounts(charges)).toEqual([0, 0]);
      expect(uses(charges)).toEqual([2, 3]);
    });
  });

  describe('a cap of what all of them pay', () => {
    const CAPS = {
      'fare_caps.txt':
        'cap_id,period,limit,applies_to,most_people\nsingle,fare_day,30.00,fares,\ngroup,fare_day,60.00,people,3',
    };
    const three = (time: string): FareTap => tap(time, companions(2));

    it('is a day ticket for a group: nobody pays more than it, whoever rides when', () => {
      const charges = price(CAPS, NOBODY, three('08:00'), three('12:00'), three('16:00'));
      expect(amounts(charges)).toEqual([5100, 900, 0]);
      expect(charges[1]!.reasons).toContainEqual({
        code: 'CAPPED',
        ruleId: 'fare_caps:group',
        inputs: expect.objectContaining({ limit: 6000, before: 5100, amountMinor: 900 }) as unknown,
      });
      for (const { nominalMinor, adjustments, amountMinor } of charges) {
        expect(adjustments.reduce((sum, one) => sum + one.amountMinor, nominalMinor)).toBe(amountMinor);
      }
    });

    it('leaves a rider alone his own', () => {
      expect(amounts(price(CAPS, NOBODY, tap('08:00'), tap('12:00'), tap('16:00')))).toEqual([1700, 1300, 0]);
    });

    it('takes no ride of more people than it is for', () => {
      const four = tap('12:00', companions(3));
      expect(amounts(price(CAPS, NOBODY, three('08:00'), four))).toEqual([5100, 1300 + 5100]);
    });
  });
});
