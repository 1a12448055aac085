import type { Charge, Disposition } from '../charge.js';
import type { FareTap } from '../fare-tap.js';
import { folder, sound } from '../random-fares.fixture.js';
import type { Rider } from '../rider.js';
import type { TariffHistory } from '../tariff/index.js';
import { tellTap } from '../tell-tap.js';
import { explainCharge } from '../explain/index.js';
import { passUntilMs, priceTaps, pricingHorizon, revisionHorizon } from './index.js';
import { amounts, at, tap, tariffOf } from './price-files.fixture.js';

const NOBODY: Rider = { entitlements: [], products: [] };

function tariff(files: Record<string, string>, info?: string): TariffHistory {
  return tariffOf(
    {
      'rider_categories.txt': 'rider_category_id,is_default_fare_category\nadult,1\nstudent,0\npensioner,0',
      'networks.txt': 'network_id\nbus\nrail',
      'areas.txt': 'area_id\nA\nB',
      'stop_areas.txt': 'area_id,stop_id\nA,a\nB,b',
      'fare_products.txt':
        'fare_product_id,rider_category_id,amount\nsingle,adult,17.00\nsingle,student,8.50\nsingle,pensioner,0.00\npass,adult,900.00\ncarnet,adult,100.00\nmaximum,,50.00\ngroup,,30.00',
      ...files,
    },
    info,
  );
}

const dispositions = (charges: readonly Charge[]): Disposition[] =>
  charges.map(({ disposition }) => disposition);
const entitled = (category: string, more: object = {}): Rider => ({
  entitlements: [{ id: 'e', riderCategoryId: category, fromMs: 0, ...more }],
  products: [],
});

describe('a concession', () => {
  const plain = tariff({});

  it('holds until the moment it ends, and what it gave is told', () => {
    const rider = entitled('student', { untilMs: at('2025-10-06T08:00'), fundingBodyId: 'lviv' });
    const charges = priceTaps(plain, rider, [
      tap('07:59:59', { vehicleId: 'a' }),
      tap('08:00', { vehicleId: 'b' }),
    ]);
    expect(amounts(charges)).toEqual([850, 1700]);
    expect(charges[0]).toMatchObject({
      nominalMinor: 1700,
      adjustments: [{ kind: 'CONCESSION', amountMinor: -850 }],
      funded: { fundingBodyId: 'lviv', amountMinor: 850, entitlementId: 'e' },
    });
    expect(charges[1]!.funded).toBeUndefined();
    expect(charges[1]!.reasons.map(({ code }) => code)).toContain('ENTITLEMENT_EXPIRED');
  });

  it('that is free is a disposition of its own, and its funding body owes the whole', () => {
    const [charge] = priceTaps(plain, entitled('pensioner', { fundingBodyId: 'lviv' }), [tap('08:00')]);
    expect(charge).toMatchObject({
      disposition: 'CONCESSION_FREE',
      amountMinor: 0,
      funded: { amountMinor: 1700 },
    });
  });

  it('of several the cheapest is taken', () => {
    const rider = {
      ...NOBODY,
      entitlements: [...entitled('student').entitlements, ...entitled('pensioner').entitlements],
    };
    expect(priceTaps(plain, rider, [tap('08:00')])[0]).toMatchObject({ riderCategoryId: 'pensioner' });
  });

  it('with a quota begins anew with the month, at the first moment of its fare day', () => {
    const quota = tariff({
      'fare_quotas.txt': 'quota_id,rider_category_id,period,limit\nq,pensioner,fare_month,1',
    });
    const taps = [
      tap('2025-09-30T23:59:59', { vehicleId: 'a' }),
      tap('2025-09-30T12:00'),
      tap('2025-10-01T00:00', { vehicleId: 'b' }),
    ];
    expect(amounts(priceTaps(quota, entitled('pensioner'), taps))).toEqual([0, 1700, 0]);
  });

  it('with a quota of journeys holds to the end of the last one, and no longer', () => {
    const quota = tariff({
      'fare_quotas.txt': 'quota_id,rider_category_id,period,limit,counts\nq,student,fare_day,1,journeys',
      'fare_transfer_windows.txt': 'window_id,duration_seconds,effect,value\nw,2400,percent,50',
    });
    const charges = priceTaps(
      quota,
      entitled('student'),
      ['08:00', '08:20', '12:00', '12:20'].map((time) => tap(time)),
    );
    // Who begins the second journey as an adult goes on as one.
    expect(amounts(charges)).toEqual([850, 425, 1700, 850]);
    expect(charges.map(({ riderCategoryId }) => riderCategoryId)).toEqual([
      'student',
      'student',
      'adult',
      'adult',
    ]);
  });

  it('may be funded by the rest of the fare, of what transfers and caps take off too', () => {
    const funded = tariff({
      'fare_concessions.txt': 'rider_category_id,funding\nstudent,rest',
      'fare_transfer_windows.txt':
        'window_id,rider_category_ids,duration_seconds,effect\nw,student,2400,free',
      'fare_caps.txt': 'cap_id,period,limit\nday,fare_day,10.00',
    });
    const rider = entitled('student', { fundingBodyId: 'lviv' });
    const charges = priceTaps(funded, rider, [tap('08:00'), tap('08:20'), tap('12:00')]);
    expect(amounts(charges)).toEqual([850, 0, 150]);
    expect(charges.map((charge) => charge.funded?.amountMinor)).toEqual([850, 1700, 1550]);
  });

  it('is not funded on a ride that would have been a free transfer anyway, unless the tariff says so', () => {
    const window = { 'fare_transfer_windows.txt': 'window_id,duration_seconds,effect\nw,2400,free' };
    const rider = entitled('pensioner', { fundingBodyId: 'lviv' });
    const taps = [tap('08:00', { vehicleId: 'a' }), tap('08:20', { vehicleId: 'b' })];
    const owed = (tariffs: TariffHistory) =>
      priceTaps(tariffs, rider, taps).map((charge) => charge.funded?.amountMinor);
    expect(owed(tariff(window))).toEqual([1700, 0]);
    const fixed = 'rider_category_id,funding,amount,transfers_funded\npensioner,fixed,10.00,1';
    expect(owed(tariff({ ...window, 'fare_concessions.txt': fixed }))).toEqual([1000, 1000]);
  });
});

it('a concession is not funded on a ride that the rider’s pass covers, unless the tariff says so', () => {
  const files = {
    'fare_passes.txt': 'fare_product_id,validity,length\npass,calendar_days,30',
    'fare_concessions.txt': 'rider_category_id,funding,pass_rides_funded\nstudent,difference,0',
  };
  const student = entitled('student', { fundingBodyId: 'lviv' });
  const rider = {
    ...student,
    products: [{ id: 'p', fareProductId: 'pass', fromMs: at('2025-10-06T07:00') }],
  };
  const owed = (tariffs: TariffHistory, who: Rider): number | undefined =>
    priceTaps(tariffs, who, [tap('2025-10-06T08:00')])[0]!.funded?.amountMinor;
  expect(owed(tariff(files), student)).toBe(850);
  expect(owed(tariff(files), rider)).toBe(0);
  const asked = files['fare_concessions.txt'].replace(/0$/, '1');
  expect(owed(tariff({ ...files, 'fare_concessions.txt': asked }), rider)).toBe(850);
});

describe('a pass', () => {
  const passes = tariff({
    'fare_passes.txt': 'fare_product_id,validity,length,rides\npass,calendar_days,30,\ncarnet,held,,2',
    'fare_transfer_windows.txt': 'window_id,duration_seconds,effect\nw,2400,free',
  });
  const held = (product: string, from: string): Rider => ({
    entitlements: [],
    products: [{ id: 'p', fareProductId: product, fromMs: at(from) }],
  });

  it('of 30 calendar days holds from its purchase to the last moment of the thirtieth day', () => {
    const rider = held('pass', '2025-10-06T15:00');
    const taps = ['2025-10-06T14:59', '2025-10-06T15:45', '2025-11-04T23:59:59', '2025-11-05T00:40'].map(
      (time) => tap(time),
    );
    const charges = priceTaps(passes, rider, taps);
    expect(dispositions(charges)).toEqual(['CHARGED', 'COVERED_BY_PASS', 'COVERED_BY_PASS', 'CHARGED']);
    expect(passUntilMs(passes.versions[0]!, 'pass', at('2025-10-06T15:00'))).toBe(at('2025-11-05T00:00'));
  });

  it('by rides gives none for a free transfer', () => {
    const taps = ['08:00', '08:20', '10:00', '12:00'].map((time) => tap(time));
    const charges = priceTaps(passes, held('carnet', '2025-10-06T00:00'), taps);
    expect(dispositions(charges)).toEqual(['COVERED_BY_PASS', 'FREE_TRANSFER', 'COVERED_BY_PASS', 'CHARGED']);
  });
});

describe('a pass for several people', () => {
  const people = tariff({
    'fare_passes.txt': 'fare_product_id,validity,rides,extras,per_person\ncarnet,held,4,3,1',
    'fare_extras.txt': 'extra_kind,fare_product_id,transfers\ncompanion,single,1',
    'fare_transfer_windows.txt': 'window_id,duration_seconds,opened_by,effect\nw,2400,pass,free',
  });
  const rider: Rider = { entitlements: [], products: [{ id: 'p', fareProductId: 'carnet', fromMs: 0 }] };
  const three = { extras: [{ kind: 'companion', count: 2 }] };

  it('gives each a ride as far as there are some; changes are of the pass, and not of a fare paid by the ride', () => {
    const times = ['08:00', '08:20', '12:00', '16:00', '16:20'];
    const charges = priceTaps(
      people,
      rider,
      times.map((time) => tap(time, three)),
    );
    expect(amounts(charges)).toEqual([0, 0, 3400, 5100, 5100]);
    const uses = charges.flatMap(({ reasons }) => reasons.filter(({ code }) => code === 'COVERED_BY_PASS'));
    expect(uses.map(({ inputs }) => inputs['used'])).toEqual([3, 4]);
  });
});

describe('a window for journeys of a kind', () => {
  it('takes a ride by what the journey is with it', () => {
    const fares = tariff({
      'fare_leg_rules.txt':
        'leg_group_id,from_area_id,to_area_id,fare_product_id,rule_priority\nnear,,,single,0\nfar,A,B,maximum,1',
      'tap_policies.txt': 'policy_id,mode,incomplete,unpaired_off\nall,on_off,entry_fare,free',
      'fare_transfer_windows.txt':
        'window_id,whole_leg_group_ids,duration_seconds,effect\nnear,near,3600,journey_fare\nfar,far,7200,journey_fare',
    });
    const ride = (from: string, to: string, start: string, end: string): FareTap[] => [
      tap(start, { kind: 'ENTRY', stopId: from }),
      tap(end, { kind: 'EXIT', stopId: to }),
    ];
    const start = ride('a', 'a', '08:00', '08:10');
    const late = ride('a', 'a', '09:30', '09:40');
    const cost = (...taps: FareTap[]): number[] => amounts(priceTaps(fares, NOBODY, taps));
    expect(cost(...start, ...late)).toEqual([1700, 1700]);
    expect(cost(...start, ...ride('a', 'b', '08:30', '09:20'), ...ride('b', 'b', '09:30', '09:40'))).toEqual([
      1700, 3300, 0,
    ]);
  });
});

describe('a signed ticket', () => {
  const fares = tariff({});
  const sold = (more: object = {}): Rider => ({
    entitlements: [],
    products: [
      { id: 't', fareProductId: 'unheard-of', fromMs: at('2025-10-06T08:00'), isTicket: true, ...more },
    ],
  });
  const untilMs = at('2025-10-06T12:00');

  it('was paid for when it was sold: its ride is not charged again, whatever the tariff calls it', () => {
    const charges = priceTaps(fares, sold({ rides: 1, untilMs }), [tap('08:30'), tap('10:30')]);
    expect(dispositions(charges)).toEqual(['COVERED_BY_PASS', 'CHARGED']);
  });

  it('for many rides covers all until it ends', () => {
    const charges = priceTaps(fares, sold({ untilMs }), [tap('08:30'), tap('11:59'), tap('12:00')]);
    expect(dispositions(charges)).toEqual(['COVERED_BY_PASS', 'COVERED_BY_PASS', 'CHARGED']);
  });

  it('covers nothing where it is no ticket and the tariff has no such pass', () => {
    const charges = priceTaps(fares, sold({ isTicket: false }), [tap('08:30')]);
    expect(dispositions(charges)).toEqual(['CHARGED']);
  });
});

describe('a tap that repeats another', () => {
  const passback = tariff({
    'tap_policies.txt': 'policy_id,mode,passback_seconds,passback_inclusive\np,flat,10,0',
  });

  it('of the same medium on the same vehicle is ignored, and does not put the end off', () => {
    const charges = priceTaps(passback, NOBODY, [
      tap('08:00', { vehicleId: 'a' }),
      tap('08:00:06', { vehicleId: 'a' }),
      tap('08:00:10', { vehicleId: 'a' }),
    ]);
    expect(dispositions(charges)).toEqual(['CHARGED', 'PASSBACK_IGNORED', 'CHARGED']);
    expect(amounts(charges)).toEqual([1700, 0, 1700]);
  });

  it('is none with companions, another medium, or on another vehicle', () => {
    const taps = [
      tap('08:00', { vehicleId: 'a', mediumRef: 'm' }),
      tap('08:00:01', { vehicleId: 'a', mediumRef: 'm', extras: [{ kind: 'companion', count: 1 }] }),
      tap('08:00:02', { vehicleId: 'b', mediumRef: 'm' }),
      tap('08:00:03', { vehicleId: 'a', mediumRef: 'n' }),
    ];
    expect(dispositions(priceTaps(passback, NOBODY, taps))).not.toContain('PASSBACK_IGNORED');
  });
});

it('a fee beside the fare is never below nothing, however it is rounded', () => {
  const files = {
    'fare_products.txt': 'fare_product_id,amount\nsingle,0.04',
    'fare_modifiers.txt': 'modifier_id,kind,value,in_caps\nm,percent,10,0',
    'fare_transfer_windows.txt': 'window_id,duration_seconds,effect\nw,2400,free',
  };
  const fares = sound(
    folder('t', {
      'tariff_info.txt':
        'tariff_id,valid_from,timezone,currency,rounding,rounding_unit\nt,2020-01-01,Europe/Kyiv,UAH,down,0.05',
      'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
      ...files,
    }),
  );
  expect(amounts(priceTaps(fares, NOBODY, [tap('08:00'), tap('08:20')]))).toEqual([4, 0]);
});

describe('on and off', () => {
  const rail = tariff({
    'tap_policies.txt':
      'policy_id,mode,same_vehicle,max_journey_seconds,maximum_fare_product_id,cancel_seconds,reentry,reentry_seconds\np,on_off,1,7200,maximum,120,continue,300',
  });
  const on = (time: string, stopId = 'a', vehicleId = 'v') => tap(time, { kind: 'ENTRY', stopId, vehicleId });
  const off = (time: string, stopId = 'b', vehicleId = 'v') => tap(time, { kind: 'EXIT', stopId, vehicleId });
  const told = (...taps: FareTap[]) =>
    priceTaps(rail, NOBODY, taps).map(({ disposition, amountMinor, tapRefs }) => [
      disposition,
      amountMinor,
      tapRefs.length,
    ]);

  it.each<[string, FareTap[], [Disposition, number, number][]]>([
    ['an entry with its exit is one charge', [on('08:00'), off('08:30')], [['CHARGED', 1700, 2]]],
    ['an entry alone costs the maximum', [on('08:00')], [['INCOMPLETE_ON', 5000, 1]]],
    ['an exit alone costs the maximum', [off('08:30')], [['UNPAIRED_OFF', 5000, 1]]],
    [
      'two entries: the first is incomplete',
      [on('08:00'), on('09:00'), off('09:20')],
      [
        ['INCOMPLETE_ON', 5000, 1],
        ['CHARGED', 1700, 2],
      ],
    ],
    [
      'an exit before its entry is another ride’s, and neither is an error',
      [off('07:50'), on('08:00')],
      [
        ['UNPAIRED_OFF', 5000, 1],
        ['INCOMPLETE_ON', 5000, 1],
      ],
    ],
    [
      'an exit on another vehicle is none',
      [on('08:00'), off('08:20', 'b', 'w')],
      [
        ['INCOMPLETE_ON', 5000, 1],
        ['UNPAIRED_OFF', 5000, 1],
      ],
    ],
    [
      'an exit too late costs two maximum fares',
      [on('08:00'), off('10:00:01')],
      [
        ['INCOMPLETE_ON', 5000, 1],
        ['UNPAIRED_OFF', 5000, 1],
      ],
    ],
    ['at the last second it is in time', [on('08:00'), off('10:00')], [['CHARGED', 1700, 2]]],
    ['out where one came in, soon, is no ride', [on('08:00'), off('08:02', 'a')], [['CANCELLED', 0, 2]]],
    [
      'in again where one just left goes on',
      [on('08:00'), off('08:20'), on('08:24', 'b'), off('08:40', 'a')],
      [['CHARGED', 1700, 4]],
    ],
    [
      'a tap that says nothing ends what is open',
      [on('08:00'), tap('08:30', { stopId: 'b', vehicleId: 'v' })],
      [['CHARGED', 1700, 2]],
    ],
  ])('%s', (_, taps, expected) => {
    expect(told(...taps)).toEqual(expected);
    expect(told(...taps.toReversed())).toEqual(expected);
  });

  it.each<[string, [Disposition, number][]]>([
    [
      'new_fare',
      [
        ['CHARGED', 1700],
        ['CHARGED', 1700],
      ],
    ],
    ['continue', [['CHARGED', 1700]]],
    [
      'maximum_fare',
      [
        ['CHARGED', 1700],
        ['CHARGED', 5000],
      ],
    ],
    [
      'blocked',
      [
        ['CHARGED', 1700],
        ['PASSBACK_IGNORED', 0],
        ['UNPAIRED_OFF', 5000],
      ],
    ],
  ])('in again where one just left, by %s', (reentry, expected) => {
    const rules = tariff({
      'tap_policies.txt': `policy_id,mode,maximum_fare_product_id,reentry,reentry_seconds\np,on_off,maximum,${reentry},300`,
    });
    const back = [on('08:00'), off('08:20'), on('08:24', 'b'), off('08:40', 'a')];
    const told = (taps: FareTap[]) =>
      priceTaps(rules, NOBODY, taps).map(({ disposition, amountMinor }) => [disposition, amountMinor]);
    expect(told(back)).toEqual(expected);
    expect(told(back.toReversed())).toEqual(expected);
    // Later, or elsewhere, it is a ride as any.
    const later = [on('08:00'), off('08:20'), on('08:25:01', 'b'), off('08:40', 'a')];
    expect(told(later)).toEqual([
      ['CHARGED', 1700],
      ['CHARGED', 1700],
    ]);
  });

  it('the exit that ended a ride is PAIRED_OFF, and its price is said of the entry', () => {
    const [entry, exit, alone] = [on('08:00'), off('08:30'), off('12:00')];
    const [ride, lonely] = priceTaps(rail, NOBODY, [entry, exit, alone]);
    expect([entry, exit].map(({ ref }) => tellTap(ride!, ref))).toEqual(['CHARGED', 'PAIRED_OFF']);
    expect(tellTap(lonely!, alone.ref)).toBe('UNPAIRED_OFF');
    const [cancelled] = priceTaps(rail, NOBODY, [entry, off('08:02', 'a')]);
    expect(cancelled!.tapRefs.map((ref) => tellTap(cancelled!, ref))).toEqual(['CANCELLED', 'CANCELLED']);
  });
});

describe('several people', () => {
  const files = {
    'fare_extras.txt':
      'extra_kind,rider_category_id,max_count,free_count\nadult,adult,3,0\nchild,student,4,1',
    'fare_groups.txt':
      'group_id,fare_product_id,members,min_persons,max_persons\ng,group,holder:1|adult:1|child:2,3,4',
  };

  it('pay each, up to the number that the tariff allows, the first child free', () => {
    const extras = [
      { kind: 'adult', count: 5 },
      { kind: 'child', count: 1 },
    ];
    const [charge] = priceTaps(tariff({ 'fare_extras.txt': files['fare_extras.txt'] }), NOBODY, [
      tap('08:00', { extras }),
    ]);
    expect(charge!.amountMinor).toBe(1700 + 3 * 1700);
    expect(charge!.reasons.map(({ code }) => code)).toContain('EXTRA_BEYOND_LIMIT');
  });

  it.each([
    ['the rider alone', 0, 3, 1],
    ['two adults', 1, 5, 1],
    ['more adults than may come along', 9, 9, 1],
  ])('take two children free with each adult: %s', (_, adults, children, paidChildren) => {
    const rows =
      'extra_kind,rider_category_id,max_count,free_count,free_with\nadult,adult,3,0,\nchild,student,9,2,adult';
    const extras = [
      { kind: 'child', count: children },
      ...(adults > 0 ? [{ kind: 'adult', count: adults }] : []),
    ];
    const [charge] = priceTaps(tariff({ 'fare_extras.txt': rows }), NOBODY, [tap('08:00', { extras })]);
    expect(charge!.amountMinor).toBe(1700 * (1 + Math.min(adults, 3)) + 850 * paidChildren);
  });

  it('pay one price for the group where that is less', () => {
    const extras = [
      { kind: 'adult', count: 1 },
      { kind: 'child', count: 3 },
    ];
    const [charge] = priceTaps(tariff(files), NOBODY, [tap('08:00', { extras })]);
    expect(charge).toMatchObject({ nominalMinor: 2 * 1700 + 2 * 850, amountMinor: 3000 });
  });
});

describe('time', () => {
  it('3.3 (i): 04:29 is of the fare day before, 04:30 of the new one, each with a cap of its own', () => {
    const early = sound(
      folder('early', {
        'tariff_info.txt':
          'tariff_id,valid_from,timezone,currency,fare_day_start\nearly,2020-01-01,Europe/Kyiv,UAH,04:30:00',
        'fare_products.txt': 'fare_product_id,amount\nsingle,17.00',
        'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
        'fare_caps.txt': 'cap_id,period,limit\nday,fare_day,20.00',
      }),
    );
    const taps = ['2025-10-06T23:00', '2025-10-07T04:29', '2025-10-07T04:29:59', '2025-10-07T04:30'].map(
      (time, i) => tap(time, { vehicleId: `v${i}` }),
    );
    expect(amounts(priceTaps(early, NOBODY, taps))).toEqual([1700, 300, 0, 1700]);
  });

  it('2.4.2: a ride goes by the tariff, the concession and the pass of its own moment, whenever it is known', () => {
    const versions = (...prices: [string, string][]): TariffHistory =>
      sound(
        ...prices.map(([from, amount]) =>
          folder(from, {
            'tariff_info.txt': `tariff_id,valid_from,timezone,currency\n${from},${from},Europe/Kyiv,UAH`,
            'rider_categories.txt': 'rider_category_id,is_default_fare_category\nadult,1\nstudent,0',
            'fare_products.txt': `fare_product_id,rider_category_id,amount\nsingle,adult,${amount}\nsingle,student,1.00\npass,adult,9.00`,
            'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
            'fare_passes.txt': 'fare_product_id,validity,length\npass,calendar_days,1',
          }),
        ),
      );
    const rider: Rider = {
      entitlements: [{ id: 'e', riderCategoryId: 'student', fromMs: 0, untilMs: at('2025-10-07T00:00') }],
      products: [{ id: 'p', fareProductId: 'pass', fromMs: at('2025-10-08T00:00') }],
    };
    const taps = ['2025-10-06T23:59:59', '2025-10-07T00:00', '2025-10-08T12:00', '2025-10-09T00:00'].map(
      (time, i) => tap(time, { vehicleId: `v${i}` }),
    );
    const history = versions(['2020-01-01', '17.00'], ['2025-10-09', '20.00']);
    expect(amounts(priceTaps(history, rider, taps))).toEqual([100, 1700, 0, 2000]);
  });

  it('a tap before any tariff costs nothing, and the charge says why', () => {
    const [charge] = priceTaps(tariff({}), NOBODY, [tap('2019-06-01T08:00')]);
    expect(charge).toMatchObject({ amountMinor: 0, reasons: [{ code: 'NO_TARIFF' }] });
  });

  it('a cap of rides takes the thirteenth of seven days from the first, and begins anew after', () => {
    const cap = tariff({
      'fare_caps.txt': 'cap_id,period,period_length,measure,limit\nc,from_first_days,7,rides,2',
    });
    const taps = [
      '2025-10-06T08:00',
      '2025-10-07T08:00',
      '2025-10-12T23:00',
      '2025-10-13T00:30',
      '2025-10-14T08:00',
    ];
    const charges = priceTaps(
      cap,
      NOBODY,
      taps.map((time) => tap(time)),
    );
    expect(dispositions(charges)).toEqual(['CHARGED', 'CHARGED', 'CAPPED', 'CHARGED', 'CHARGED']);
  });

  it('a discount goes by the month of most rides of three before, as Rejsekort has it', () => {
    // https://www.rejsekort.dk/brug-rejsekort/priser-for-rejser/maengderabat.aspx: the rule; the numbers are the test's.
    const rows = 'm,previous_months,3,rides,2,4,percent,10\nm,previous_months,3,rides,4,,percent,25';
    const cap = tariff({
      'fare_caps.txt': `cap_id,period,period_length,measure,limit,until,effect,value\n${rows}`,
    });
    const days = [
      '07-01',
      '07-02',
      '07-03',
      '07-04',
      '08-01',
      '08-02',
      '10-31',
      '11-01',
      '12-01',
      '2026-02-01',
    ];
    const taps = days.map((day) => tap(`${day.length > 5 ? day : `2025-${day}`}T12:00`));
    const charges = priceTaps(cap, NOBODY, taps);
    expect(amounts(charges)).toEqual([1700, 1700, 1700, 1700, 1275, 1275, 1275, 1530, 1700, 1700]);
    expect(charges[7]!.reasons.at(-1)).toMatchObject({ code: 'CAPPED', inputs: { before: 2, limit: 2 } });
    // What a ride of November costs is known from the taps since August.
    const since = pricingHorizon(cap, taps[7]!.atMs);
    expect(since).toBeLessThanOrEqual(tap('2025-08-01T00:00').atMs);
  });

  it('a cap of a day falls with the days of travel of a month, which need not follow each other', () => {
    const falling = tariff({
      'fare_caps.txt':
        'cap_id,period,limit,travel_days_in,travel_days_from,travel_days_until\n' +
        'day,fare_day,30.00,fare_month,1,2\nday,fare_day,20.00,fare_month,3,3\nday,fare_day,10.00,fare_month,4,',
    });
    const taps = ['01', '05', '06', '20', '31'].flatMap((day) =>
      ['08:00', '12:00', '18:00'].map((time) => tap(`2025-10-${day}T${time}`)),
    );
    const next = ['08:00', '12:00'].map((time) => tap(`2025-11-01T${time}`));
    const charges = priceTaps(falling, NOBODY, [...taps, ...next]);
    expect(amounts(charges)).toEqual([
      ...[1700, 1300, 0, 1700, 1300, 0],
      ...[1700, 300, 0, 1000, 0, 0, 1000, 0, 0],
      ...[1700, 1300],
    ]);
    // A day that comes to be known late is one of them.
    const late = priceTaps(falling, NOBODY, [...taps, tap('2025-10-02T08:00')]);
    expect(amounts(late).reduce((sum, amount) => sum + amount, 0)).toBe(3000 + 1700 + 2000 + 3 * 1000);
  });

  it('a rolling cap looks back from each ride', () => {
    const cap = tariff({ 'fare_caps.txt': 'cap_id,period,period_length,limit\nc,rolling_days,2,20.00' });
    const taps = ['2025-10-06T08:00', '2025-10-07T08:00', '2025-10-08T08:00'].map((time) => tap(time));
    expect(amounts(priceTaps(cap, NOBODY, taps))).toEqual([1700, 300, 1700]);
  });

  it.each([
    ['half_up', 9],
    ['half_even', 8],
    ['down', 8],
    ['up', 9],
  ])('half of 17 rounded %s is %d', (mode, rounded) => {
    const tariffs = sound(
      folder('t', {
        'tariff_info.txt': `tariff_id,valid_from,timezone,currency,rounding\nt,2020-01-01,UTC,UAH,${mode}`,
        'fare_products.txt': 'fare_product_id,amount\nsingle,0.17',
        'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
        'fare_modifiers.txt': 'modifier_id,kind,value\nhalf,percent,-50',
      }),
    );
    expect(amounts(priceTaps(tariffs, NOBODY, [tap('08:00')]))).toEqual([rounded]);
  });
});

describe('how far back a rider’s taps matter', () => {
  const quotas = tariff({
    'fare_quotas.txt':
      'quota_id,rider_category_id,period,limit,fallback_rider_category_id\nq,pensioner,fare_month,60,adult\ns,student,fare_week,10,adult',
  });
  const noon = at('2025-10-15T12:00');

  it.each<[string, Rider, string]>([
    ['to the begin of the month with a quota of the month', entitled('pensioner'), '2025-10-01T00:00'],
    ['of the week with one of the week', entitled('student'), '2025-10-13T00:00'],
    ['of the day without a quota', NOBODY, '2025-10-15T00:00'],
  ])('%s', (_, rider, since) => {
    expect(pricingHorizon(quotas, noon, rider)).toBe(at(since));
  });
});

describe('an entry without an exit, of which its vehicle tells where the trip ended', () => {
  const metro = tariff({
    'fare_products.txt': 'fare_product_id,amount\nride,60.00\nmaximum,50.00',
    'fare_bands.txt':
      'fare_product_id,measure,from,to,to_inclusive,amount\nride,stops,0,3,1,10.00\nride,stops,4,9,1,20.00\nride,stops,10,,1,60.00',
    'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,ride',
    'tap_policies.txt':
      'policy_id,mode,maximum_fare_product_id,incomplete,max_journey_seconds,same_trip_exempt\nm,on_off,maximum,trip_end,7200,1',
  });
  const on = (time: string, more: Partial<FareTap>): FareTap =>
    tap(time, { kind: 'ENTRY', stopId: 'a', stopSequence: 3, tripId: 't', vehicleId: 'v', ...more });
  const priceOf = (more: Partial<FareTap>): Charge => priceTaps(metro, NOBODY, [on('08:00', more)])[0]!;

  it('2.4.10: costs the fare to there, and says so', () => {
    const charge = priceOf({ tripEnd: { stopId: 'b', stopSequence: 8 } });
    expect(charge).toMatchObject({ disposition: 'INCOMPLETE_ON', amountMinor: 2000 });
    expect(charge.reasons).toContainEqual(
      expect.objectContaining({ code: 'INCOMPLETE_ON', inputs: { rule: 'trip_end' } }),
    );
  });

  it('costs the maximum where that is less, or nothing is known', () => {
    expect(priceOf({ tripEnd: { stopId: 'b', stopSequence: 20 } }).amountMinor).toBe(5000);
    expect(priceOf({}).amountMinor).toBe(5000);
  });

  it('costs what the exit says once it is there, however late the vehicle was', () => {
    const entry = on('08:00', { tripEnd: { stopId: 'b', stopSequence: 20 } });
    const exit = (more: Partial<FareTap>): FareTap =>
      tap('10:30', { kind: 'EXIT', stopId: 'b', stopSequence: 5, tripId: 't', vehicleId: 'v', ...more });
    expect(amounts(priceTaps(metro, NOBODY, [entry, exit({})]))).toEqual([1000]);
    expect(amounts(priceTaps(metro, NOBODY, [entry, exit({ tripId: 'other' })]))).toEqual([5000, 5000]);
  });
});

describe('a reward that holds for the whole of a month', () => {
  const reward = tariff({
    'fare_caps.txt':
      'cap_id,period,measure,limit,until,effect,value,counts,retroactive\nr,fare_month,rides,3,5,percent,10,fare,1\nr,fare_month,rides,4,5,percent,50,fare,1',
  });
  const days = (...of: string[]): FareTap[] => of.map((day) => tap(`2025-${day}T08:00`));
  const pricesOf = (taps: readonly FareTap[]): number[] => amounts(priceTaps(reward, NOBODY, taps));

  it('comes with the ride that reaches it, for those of before too, and ends where it ends', () => {
    const taps = days('10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '11-01');
    expect(pricesOf(taps.slice(0, 2))).toEqual([1700, 1700]);
    expect(pricesOf(taps.slice(0, 3))).toEqual([1530, 1530, 1530]);
    expect(pricesOf(taps)).toEqual([850, 850, 850, 850, 850, 1700, 1700]);
  });

  it('gives another share of what goes beyond an amount, and the explanation says so', () => {
    const both = tariff({
      'fare_caps.txt':
        'cap_id,period,measure,limit,effect,value,counts,retroactive,beyond_amount,beyond_percent\nr,fare_month,rides,3,percent,10,fare,1,40.00,50',
    });
    const charges = priceTaps(both, NOBODY, days('10-01', '10-02', '10-03', '10-04'));
    // The third ride is 6.00 within 40.00 and 11.00 beyond.
    expect(amounts(charges)).toEqual([1530, 1530, 1700 - 60 - 550, 850]);
    const said = charges.map((charge) => explainCharge(charge, both.versions[0], 'en').join(' '));
    expect(said[0]).not.toContain('beyond');
    expect(said[3]).toContain('10 % cheaper, and 50 % beyond 40.00');
  });

  it.each([
    ['retroactive,beyond_amount,beyond_percent', '0,40.00,50'],
    ['retroactive,beyond_amount', '1,40.00'],
  ])('is refused with %s of %s', (names, values) => {
    const file = `cap_id,period,measure,limit,effect,value,counts,${names}\nr,fare_month,rides,3,percent,10,fare,${values}`;
    expect(() => tariff({ 'fare_caps.txt': file })).toThrow(/beyond_amount/);
  });

  it('changes rides since the begin of the month, so far a late tap is looked back for', () => {
    const since = revisionHorizon(reward, at('2025-10-20T08:00'));
    expect(since).toBe(at('2025-10-01T00:00'));
    expect(revisionHorizon(tariff({}), at('2025-10-20T08:00'))).toBe(at('2025-10-20T08:00'));
  });

  it.each(['retroactive,counts\n1,paid', 'retroactive,counts,effect\n1,fare,free'])(
    'is refused as %j',
    (columns) => {
      const [names, values] = columns.split('\n');
      const row = `cap_id,period,measure,limit,value,effect,${names!.replace(',effect', '')}`;
      const effect = columns.includes('free') ? 'free' : 'percent';
      const [flag, counts] = values!.split(',');
      const file = `${row}\nr,fare_month,rides,3,${effect === 'free' ? '' : '10'},${effect},${flag},${counts}`;
      expect(() => tariff({ 'fare_caps.txt': file })).toThrow(/retroactive/);
    },
  );
});
