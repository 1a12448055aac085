import fc from 'fast-check';
import { inBatches, priceAsTheyCome } from '../as-they-come.fixture.js';
import type { FareTap } from '../fare-tap.js';
import { folder, sound } from '../random-fares.fixture.js';
import type { Rider } from '../rider.js';
import type { TariffHistory } from '../tariff/index.js';
import { priceTaps, pricingHorizon, reachBack } from './index.js';

/** What holds of journeys by rules of GTFS, v1 and v2, and of entries with exits, where later rides change earlier ones. */
const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };
const numRuns = Number(process?.env['RUKH_PROPERTY_RUNS'] ?? 150);

const NOBODY: Rider = { entitlements: [], products: [] };
const price = fc.integer({ min: 0, max: 900 }).map((minor) => (minor / 100).toFixed(2));
const INFO = 'tariff_id,valid_from,timezone,currency,fare_day_start\nj,2020-01-01,Europe/Kyiv,UAH,03:00:00';
const PLACES = {
  'areas.txt': 'area_id\nA\nB\nC',
  'stop_areas.txt': 'area_id,stop_id\nA,a\nB,b\nC,c',
  'networks.txt': 'network_id\nred\nblue',
};

const policy = fc.record({
  mode: fc.constantFrom('flat', 'on_off', 'on_off'),
  vehicle: fc.constantFrom('0', '1'),
  longest: fc.constantFrom('', '3600'),
  incomplete: fc.constantFrom('maximum_fare', 'entry_fare', 'free'),
  cancel: fc.constantFrom('0', '120'),
  reentry: fc.constantFrom('new_fare', 'continue', 'maximum_fare', 'blocked'),
  passback: fc.constantFrom('0', '60'),
});

const version2 = fc
  .record({
    policy,
    prices: fc.array(price, { minLength: 6, maxLength: 6 }),
    rules: fc.array(
      fc.record({
        groups: fc.constantFrom('red,blue,', 'blue,red,', 'red,red,-1', 'blue,blue,2', 'red,red,1'),
        limit: fc.constantFrom(',', '3600,0', '3600,1', '3600,2', '1800,3'),
        type: fc.constantFrom('0', '1', '2'),
        product: fc.constantFrom('', 'step'),
      }),
      { maxLength: 4 },
    ),
    isJoined: fc.boolean(),
    cap: fc.option(price),
  })
  .map(({ policy: one, prices, rules, isJoined, cap }) =>
    sound(
      folder('j', {
        ...PLACES,
        'tariff_info.txt': INFO,
        'fare_products.txt': `fare_product_id,amount\nred,${prices[0]!}\nblue,${prices[1]!}\nstep,${prices[2]!}\nmaximum,${prices[3]!}\nnear,${prices[4]!}`,
        'fare_leg_rules.txt':
          'leg_group_id,network_id,from_area_id,to_area_id,fare_product_id,rule_priority\nred,red,,,red,0\nblue,blue,,,blue,0\nred,red,A,A,near,1',
        'fare_transfer_rules.txt': [
          'from_leg_group_id,to_leg_group_id,transfer_count,duration_limit,duration_limit_type,fare_transfer_type,fare_product_id',
          ...rules.map(({ groups, limit, type, product }) => [groups, limit, type, product].join(',')),
        ].join('\n'),
        ...(isJoined && { 'fare_leg_join_rules.txt': 'from_network_id,to_network_id\nred,blue' }),
        ...(cap !== null && { 'fare_caps.txt': `cap_id,period,limit\nday,fare_day,${cap}` }),
        ...policyFile(one),
      }),
    ),
  );

const version1 = fc
  .record({
    policy,
    fares: fc.array(
      fc.record({
        price,
        transfers: fc.constantFrom('', '0', '1', '2'),
        duration: fc.constantFrom('', '3600', '7200'),
        rule: fc.constantFrom('', 'r1,,,', ',A,,', ',A,B,', ',,,A', ',,,B'),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ policy: one, fares }) => {
    const rules = fares.flatMap(({ rule }, i) => (rule === '' ? [] : [`f${i},${rule}`]));
    return sound(
      folder('j', {
        ...PLACES,
        'tariff_info.txt': INFO,
        'fare_products.txt': 'fare_product_id,amount\nmaximum,5.00',
        'fare_attributes.txt': [
          'fare_id,price,currency_type,transfers,transfer_duration',
          ...fares.map((fare, i) => `f${i},${fare.price},UAH,${fare.transfers},${fare.duration}`),
        ].join('\n'),
        'fare_rules.txt': ['fare_id,route_id,origin_id,destination_id,contains_id', ...rules].join('\n'),
        ...policyFile(one),
      }),
    );
  });

function policyFile(one: typeof policy extends fc.Arbitrary<infer T> ? T : never): Record<string, string> {
  const values = [
    'p',
    one.mode,
    one.vehicle,
    one.longest,
    'maximum',
    one.incomplete,
    one.cancel,
    one.reentry,
    '300',
    one.passback,
  ];
  return {
    'tap_policies.txt': `policy_id,mode,same_vehicle,max_journey_seconds,maximum_fare_product_id,incomplete,cancel_seconds,reentry,reentry_seconds,passback_seconds\n${values.join(',')}`,
  };
}

const START = Date.UTC(2026, 4, 4, 5);
const taps: fc.Arbitrary<FareTap[]> = fc
  .array(
    fc.record({
      minutes: fc.integer({ min: 0, max: 40 * 60 }),
      kind: fc.constantFrom('ENTRY' as const, 'EXIT' as const, 'UNKNOWN' as const),
      stop: fc.constantFrom('a', 'b', 'c', undefined),
      network: fc.constantFrom('red', 'blue'),
      route: fc.constantFrom('r1', 'r2'),
      vehicle: fc.constantFrom('v', 'w'),
    }),
    { maxLength: 25 },
  )
  .map((all) =>
    all.map(({ minutes, kind, stop, network, route, vehicle }, i) => ({
      ...{ ref: `d/${i + 1}`, deviceId: 'd', seq: i + 1, atMs: START + minutes * 60_000, kind },
      ...{ mediaType: 'CLOSED_CARD', extras: [], networkId: network, routeId: route, vehicleId: vehicle },
      ...(stop !== undefined && { stopId: stop }),
    })),
  );

function holds(title: string, property: (tariffs: TariffHistory, taps: FareTap[]) => void): void {
  it(title, () => {
    fc.assert(fc.property(fc.oneof(version2, version1), taps, property), { numRuns });
  });
}

/** An order of arrival that has nothing to do with time. */
function hashOf({ seq, atMs }: FareTap): number {
  return (seq * 7919 + atMs / 60_000) % 1009;
}

describe('journeys of random riders by rules of GTFS', () => {
  holds('cost the same in any order of arrival, sent twice', (tariffs, all) => {
    const other = [...all.toReversed(), ...all];
    expect(priceTaps(tariffs, NOBODY, other)).toEqual(priceTaps(tariffs, NOBODY, all));
  });

  holds(
    'have each tap in one charge, and steps that add up to an amount that is never negative',
    (tariffs, all) => {
      const charges = priceTaps(tariffs, NOBODY, all);
      expect(charges.flatMap(({ tapRefs }) => tapRefs).sort()).toEqual(all.map(({ ref }) => ref).sort());
      for (const { nominalMinor, adjustments, amountMinor } of charges) {
        expect(amountMinor).toBeGreaterThanOrEqual(0);
        expect(nominalMinor + adjustments.reduce((sum, one) => sum + one.amountMinor, 0)).toBe(amountMinor);
      }
    },
  );

  holds('never cost more in a fare day than its cap, maximum fares aside', (tariffs, all) => {
    const [tariff] = tariffs.versions;
    const cap = tariff!.caps[0];
    if (!cap) return;
    const days = new Map<number, number>();
    for (const { atMs, amountMinor, reasons } of priceTaps(tariffs, NOBODY, all)) {
      // Where the fare is as high as the maximum, no step of the charge tells them apart.
      if (reasons.some(({ inputs }) => inputs['rule'] === 'maximum_fare')) continue;
      const day = tariff!.clock.dayAt(atMs, tariff!.fareDayStartSeconds);
      days.set(day, (days.get(day) ?? 0) + amountMinor);
    }
    for (const paid of days.values()) expect(paid).toBeLessThanOrEqual(cap.limit);
  });

  holds('are exact from the horizon on', (tariffs, all) => {
    const times = all.map(({ atMs }) => atMs).sort((a, b) => a - b);
    for (const charge of priceTaps(tariffs, NOBODY, all).slice(-3)) {
      const since = reachBack(tariffs, times, pricingHorizon(tariffs, charge.atMs));
      const loaded = priceTaps(
        tariffs,
        NOBODY,
        all.filter(({ atMs }) => atMs >= since),
      );
      expect(loaded.find(({ rideRef }) => rideRef === charge.rideRef)).toEqual(charge);
    }
  });

  holds(
    'are the same where only what a batch may change is priced again, as the service does it',
    (tariffs, all) => {
      const arrival = all.toSorted((a, b) => hashOf(a) - hashOf(b));
      const kept = priceAsTheyCome(tariffs, NOBODY, inBatches(arrival, [1, 3, 2]));
      expect(kept).toEqual(priceTaps(tariffs, NOBODY, all));
    },
  );

  holds('name as their begin a ride of the same history that is not later', (tariffs, all) => {
    const charges = priceTaps(tariffs, NOBODY, all);
    const times = new Map(charges.map(({ rideRef, atMs }) => [rideRef, atMs]));
    for (const { journeyRef, atMs } of charges) expect(times.get(journeyRef)).toBeLessThanOrEqual(atMs);
  });
});
