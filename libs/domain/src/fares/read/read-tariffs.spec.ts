import { priceTaps } from '../pricing/index.js';
import { folder, sound } from '../random-fares.fixture.js';
import { readTariffs } from './read-tariffs.js';

const GOOD = {
  'tariff_info.txt': 'tariff_id,valid_from,timezone,currency\nt,2025-01-01,Europe/Kyiv,UAH',
  'fare_media.txt': 'fare_media_id\ncard\ncash',
  'rider_categories.txt': 'rider_category_id,is_default_fare_category\nadult,1\nstudent,0',
  'fare_products.txt':
    'fare_product_id,rider_category_id,amount,currency\nsingle,adult,10.00,UAH\nsingle,student,5.00,UAH',
  'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
};

/** `code file:line field` of what is found when files are put in the place of sound ones. */
function found(files: Record<string, string>): readonly string[] {
  const { findings } = readTariffs([folder('t', { ...GOOD, ...files })]);
  return findings.map(({ code, file, line, field }) => `${code} ${file}:${line} ${field}`.trim());
}

describe('a tariff', () => {
  it('that is sound gives no finding', () => {
    expect(found({})).toEqual([]);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'an amount that is none',
      { 'fare_products.txt': 'fare_product_id,amount\nsingle,ten' },
      'bad_value fare_products.txt:2 amount',
    ],
    [
      'a column that is named twice',
      { 'fare_products.txt': 'fare_product_id,amount,amount\nsingle,10.00,20.00' },
      'duplicate_column fare_products.txt:1 amount',
    ],
    [
      'a window of so much percent that says not how much',
      { 'fare_transfer_windows.txt': 'window_id,duration_seconds,effect,value\nw,3600,percent,' },
      'missing_value fare_transfer_windows.txt:2 value',
    ],
    [
      'a tenth of a kopiyka',
      { 'fare_products.txt': 'fare_product_id,amount\nsingle,10.001' },
      'bad_value fare_products.txt:2 amount',
    ],
    [
      'a modifier whose least price is above its most',
      { 'fare_modifiers.txt': 'modifier_id,kind,value,at_least,at_most\nm,percent,-80,3.00,2.00' },
      'bad_value fare_modifiers.txt:2 at_least',
    ],
    [
      'two bands that share their bound',
      {
        'fare_bands.txt':
          'fare_product_id,measure,from,to,to_inclusive,amount\nsingle,minutes,0,15,1,20.00\nsingle,minutes,15,,,25.00',
      },
      'overlapping_bands fare_bands.txt:3 from',
    ],
    [
      'a price that is left out, of a product without bands',
      {
        'fare_products.txt': 'fare_product_id,amount\nsingle,10.00\nother,',
        'fare_bands.txt': 'fare_product_id,measure,amount\nsingle,stops,20.00',
      },
      'missing_value fare_products.txt:3 amount',
    ],
    [
      'a price that is left out for one category, where another has bands',
      {
        'fare_products.txt': 'fare_product_id,rider_category_id,amount\nsingle,adult,',
        'fare_bands.txt': 'fare_product_id,rider_category_id,measure,amount\nsingle,student,stops,20.00',
      },
      'missing_value fare_products.txt:2 amount',
    ],
    [
      'a pass for several people who take no rides',
      { 'fare_passes.txt': 'fare_product_id,validity,extras,per_person\nsingle,held,2,1' },
      'missing_value fare_passes.txt:2 rides',
    ],
    [
      'a negative price',
      { 'fare_products.txt': 'fare_product_id,amount\nsingle,-1.00' },
      'bad_value fare_products.txt:2 amount',
    ],
    [
      'another currency',
      { 'fare_products.txt': 'fare_product_id,amount,currency\nsingle,10.00,EUR' },
      'mixed_currencies fare_products.txt:2 currency',
    ],
    [
      'an unknown product',
      { 'fare_leg_rules.txt': 'fare_product_id\nsinlge' },
      'unknown_id fare_leg_rules.txt:2 fare_product_id',
    ],
    [
      'a translation of what is not there',
      {
        'translations.txt':
          'table_name,field_name,language,translation,record_id\nfare_products,fare_product_name,en,Single,sinlge',
      },
      'unknown_id translations.txt:2 record_id',
    ],
    [
      'an unknown category',
      { 'fare_quotas.txt': 'quota_id,rider_category_id,period,limit\nq,pupil,fare_month,60' },
      'unknown_id fare_quotas.txt:2 rider_category_id',
    ],
    [
      'an unknown medium in a scope',
      { 'fare_caps.txt': 'cap_id,period,limit,fare_media_ids\nd,fare_day,20.00,card|crad' },
      'unknown_id fare_caps.txt:2 fare_media_ids',
    ],
    [
      'a quota without a fallback',
      { 'fare_quotas.txt': 'quota_id,rider_category_id,period,limit\nq,adult,fare_month,60' },
      'missing_fallback fare_quotas.txt:2 fallback_rider_category_id',
    ],
    [
      'quotas that fall back in a circle',
      {
        'fare_quotas.txt':
          'quota_id,rider_category_id,period,limit,fallback_rider_category_id\nq,adult,fare_month,60,student\nr,student,fare_month,60,adult',
      },
      'missing_fallback fare_quotas.txt:0 fallback_rider_category_id',
    ],
    [
      'no default category',
      { 'rider_categories.txt': 'rider_category_id\nadult\nstudent' },
      'no_default_category rider_categories.txt:0 is_default_fare_category',
    ],
    [
      'two default categories',
      { 'rider_categories.txt': 'rider_category_id,is_default_fare_category\nadult,1\nstudent,1' },
      'no_default_category rider_categories.txt:0 is_default_fare_category',
    ],
    [
      'a time zone that is none',
      { 'tariff_info.txt': 'tariff_id,valid_from,timezone,currency\nt,2025-01-01,Europe/Lviv,UAH' },
      'bad_value tariff_info.txt:2 timezone',
    ],
    [
      'a day that is none',
      { 'tariff_info.txt': 'tariff_id,valid_from,timezone,currency\nt,2025-02-30,Europe/Kyiv,UAH' },
      'bad_value tariff_info.txt:2 valid_from',
    ],
    [
      'an end before the start',
      {
        'tariff_info.txt':
          'tariff_id,valid_from,valid_until,timezone,currency\nt,2025-02-01,2025-01-31,Europe/Kyiv,UAH',
      },
      'bad_value tariff_info.txt:2 valid_until',
    ],
    [
      'a misspelt column',
      { 'fare_leg_rules.txt': 'leg_group,fare_product_id\nride,single' },
      'unknown_column fare_leg_rules.txt:1 leg_group',
    ],
    ['a misspelt file', { 'fare_cap.txt': 'cap_id\nd' }, 'unknown_file fare_cap.txt:0'],
    [
      'a missing column',
      { 'fare_caps.txt': 'cap_id,period\nd,fare_day' },
      'missing_column fare_caps.txt:1 limit',
    ],
    [
      'a comma too many',
      { 'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single,' },
      'bad_row fare_leg_rules.txt:2',
    ],
    [
      'no rule by which a ride costs anything',
      { 'fare_leg_rules.txt': 'fare_product_id' },
      'no_fare_possible fare_leg_rules.txt:0',
    ],
    [
      'an empty band',
      { 'fare_bands.txt': 'fare_product_id,measure,from,to,amount\nsingle,metres,5,5,1.00' },
      'unreachable_rule fare_bands.txt:2 to',
    ],
    [
      'overlapping bands',
      {
        'fare_bands.txt':
          'fare_product_id,measure,from,to,amount\nsingle,metres,0,5,1.00\nsingle,metres,4,,2.00',
      },
      'overlapping_bands fare_bands.txt:3 from',
    ],
    [
      'a gap between bands',
      {
        'fare_bands.txt':
          'fare_product_id,measure,from,to,amount\nsingle,metres,0,5,1.00\nsingle,metres,6,,2.00',
      },
      'band_gap fare_bands.txt:3 from',
    ],
    [
      'a rule said twice',
      { 'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single\nride,single' },
      'unreachable_rule fare_leg_rules.txt:3',
    ],
    [
      'a policy behind one that takes all',
      { 'tap_policies.txt': 'policy_id,mode,fare_media_ids\na,flat,\nb,flat,card' },
      'unreachable_rule tap_policies.txt:3 policy_id',
    ],
    [
      'on and off without a maximum fare',
      { 'tap_policies.txt': 'policy_id,mode\na,on_off' },
      'missing_value tap_policies.txt:2 maximum_fare_product_id',
    ],
    [
      'a transfer rule without a count',
      { 'fare_transfer_rules.txt': 'from_leg_group_id,to_leg_group_id,fare_transfer_type\nride,ride,0' },
      'missing_value fare_transfer_rules.txt:2 transfer_count',
    ],
    [
      'a free effect with a value',
      { 'fare_transfer_windows.txt': 'window_id,duration_seconds,effect,value\nw,60,free,1.00' },
      'bad_value fare_transfer_windows.txt:2 value',
    ],
    [
      'a discount out of caps',
      { 'fare_modifiers.txt': 'modifier_id,kind,value,in_caps\nm,amount,-1.00,0' },
      'bad_value fare_modifiers.txt:2 in_caps',
    ],
    [
      'a most price of what is no part of the fare',
      { 'fare_modifiers.txt': 'modifier_id,kind,value,at_most,in_caps\nm,amount,2.00,10.00,0' },
      'bad_value fare_modifiers.txt:2 at_most',
    ],
    [
      'a pass for extras that nobody can bring',
      { 'fare_passes.txt': 'fare_product_id,validity,extra_kinds\nsingle,held,bicycle' },
      'unknown_id fare_passes.txt:2 extra_kinds',
    ],
    [
      'a route of a journey that may be of several',
      {
        'fare_transfer_windows.txt': 'window_id,duration_seconds,effect,whole_route_ids\nw,3600,free,7',
      },
      'unknown_column fare_transfer_windows.txt:1 whole_route_ids',
    ],
    [
      'a period without its length',
      { 'fare_caps.txt': 'cap_id,period,limit\nd,rolling_days,20.00' },
      'missing_value fare_caps.txt:2 period_length',
    ],
    [
      'an overlay that matches nothing',
      {
        'tariff_overlays.txt':
          'overlay_id,valid_from,file,match,action\no,2025-03-01,fare_products.txt,fare_product_id=x,suspend',
      },
      'overlay_changes_nothing tariff_overlays.txt:2 match',
    ],
    [
      'an overlay of an unknown column',
      {
        'tariff_overlays.txt':
          'overlay_id,valid_from,file,match,action,field\no,2025-03-01,fare_products.txt,fare_product_id=single,set,price',
      },
      'bad_value tariff_overlays.txt:2 field',
    ],
    [
      'a rule that one of a higher priority always beats',
      { 'fare_leg_rules.txt': 'leg_group_id,fare_product_id,rule_priority\nride,single,1\nother,single,0' },
      'unreachable_rule fare_leg_rules.txt:3 rule_priority',
    ],
    [
      'a product that only students can buy',
      { 'fare_products.txt': 'fare_product_id,rider_category_id,amount\nsingle,student,5.00' },
      'unsold_product fare_leg_rules.txt:2 fare_product_id',
    ],
    [
      'a tier that ends before it begins',
      { 'fare_caps.txt': 'cap_id,period,measure,limit,until,effect,value\nd,fare_day,rides,5,5,percent,20' },
      'unreachable_rule fare_caps.txt:2 until',
    ],
    [
      'a count that begins anew by what is paid, which a free ride never ends',
      {
        'fare_caps.txt': 'cap_id,period,measure,limit,repeat_every\nd,fare_day,rides,50,55',
      },
      'bad_value fare_caps.txt:2 repeat_every',
    ],
    [
      'a count that begins anew before it is reached',
      {
        'fare_caps.txt': 'cap_id,period,measure,limit,counts,repeat_every\nd,fare_day,rides,5,fare,5',
      },
      'unreachable_rule fare_caps.txt:2 repeat_every',
    ],
    [
      'a share of surcharges',
      {
        'fare_caps.txt': 'cap_id,period,limit,effect,value,applies_to\nd,fare_day,5.00,percent,20,fees',
      },
      'bad_value fare_caps.txt:2 applies_to',
    ],
    [
      'all rides of a period that has no begin of its own',
      { 'fare_caps.txt': 'cap_id,period,period_length,limit,all_rides\nd,rolling_days,3,5.00,1' },
      'bad_value fare_caps.txt:2 all_rides',
    ],
    [
      'days of travel of a cap that is not of a day',
      { 'fare_caps.txt': 'cap_id,period,limit,travel_days_in\nd,fare_week,5.00,fare_month' },
      'bad_value fare_caps.txt:2 travel_days_in',
    ],
    [
      'a last day of travel before the first',
      {
        'fare_caps.txt':
          'cap_id,period,limit,travel_days_in,travel_days_from,travel_days_until\nd,fare_day,5.00,fare_month,3,2',
      },
      'unreachable_rule fare_caps.txt:2 travel_days_until',
    ],
    [
      'rows of one cap for fares and for fees',
      { 'fare_caps.txt': 'cap_id,period,limit,applies_to\nd,fare_day,5.00,fares\nd,fare_day,5.00,fees' },
      'duplicate_id fare_caps.txt:3 cap_id',
    ],
    [
      'a ticket of days that does not say how many',
      { 'fare_best_value.txt': 'group_id,fare_product_id,validity,period\ng,single,fare_days,fare_week' },
      'missing_value fare_best_value.txt:2 length',
    ],
    [
      'a ticket of days without what it is best in',
      { 'fare_best_value.txt': 'group_id,fare_product_id,validity,length\ng,single,fare_days,3' },
      'missing_value fare_best_value.txt:2 period',
    ],
    [
      'a product of the journey beside another effect',
      {
        'fare_transfer_windows.txt':
          'window_id,duration_seconds,effect,journey_fare_product_id\nw,60,free,single',
      },
      'bad_value fare_transfer_windows.txt:2 journey_fare_product_id',
    ],
    [
      'a journey by a product that is none',
      {
        'fare_transfer_windows.txt':
          'window_id,duration_seconds,effect,journey_fare_product_id\nw,60,journey_fare,moon',
      },
      'unknown_id fare_transfer_windows.txt:2 journey_fare_product_id',
    ],
    [
      'a greatest discount that is no amount',
      {
        'fare_transfer_windows.txt':
          'window_id,duration_seconds,effect,value,max_discount\nw,60,percent,50,much',
      },
      'bad_value fare_transfer_windows.txt:2 max_discount',
    ],
    [
      'clearing that divides more than there is',
      { 'clearing_rules.txt': 'pool,basis,percent\njourneys,rides,60\njourneys,kilometres,50' },
      'bad_value clearing_rules.txt:3 percent',
    ],
    [
      'clearing that leaves something undivided',
      { 'clearing_rules.txt': 'pool,basis,percent\nsales,boardings,99.99' },
      'bad_value clearing_rules.txt:2 percent',
    ],
    [
      'a basis of clearing given twice',
      { 'clearing_rules.txt': 'pool,basis,percent\nsales,boardings,50\nsales,boardings,50' },
      'duplicate_id clearing_rules.txt:3 basis',
    ],
    [
      'an unknown basis of clearing',
      { 'clearing_rules.txt': 'pool,basis\nsales,seats' },
      'bad_value clearing_rules.txt:2 basis',
    ],
    [
      'an unknown pool of clearing',
      { 'clearing_rules.txt': 'pool,basis\nfines,rides' },
      'bad_value clearing_rules.txt:2 pool',
    ],
    [
      'clearing of a product that is none',
      { 'clearing_rules.txt': 'pool,basis,fare_product_id\nsales,rides,moon' },
      'unknown_id clearing_rules.txt:2 fare_product_id',
    ],
    [
      'journeys cleared by product',
      { 'clearing_rules.txt': 'pool,basis,fare_product_id\njourneys,rides,single' },
      'bad_value clearing_rules.txt:2 fare_product_id',
    ],
    [
      'a window that allows no transfer',
      { 'fare_transfer_windows.txt': 'window_id,duration_seconds,effect,transfer_count\nw,60,free,0' },
      'unreachable_rule fare_transfer_windows.txt:2 transfer_count',
    ],
  ])('with %s says where', (_, files, expected) => {
    expect(found(files)).toContain(expected);
  });

  it('asks whether the column of several is meant where that of one is given', () => {
    const { findings } = readTariffs([
      folder('t', { ...GOOD, 'fare_caps.txt': 'cap_id,period,limit,network_id\nd,fare_day,20.00,bus' }),
    ]);
    expect(findings.map(({ message }) => message)).toEqual([
      'is no column of fare_caps.txt and was ignored: is network_ids meant?',
    ]);
  });

  it('takes stops and routes as a timetable has them, with columns of its own', () => {
    const { findings } = readTariffs([
      folder('t', { ...GOOD, 'stops.txt': 'stop_id,stop_name,wheelchair_boarding\na,Rynok,1' }),
    ]);
    expect(findings).toEqual([]);
  });

  it('says what is wrong and what was expected', () => {
    const { findings } = readTariffs([
      folder('t', { ...GOOD, 'fare_caps.txt': 'cap_id,period,limit\nd,daily,20.00' }),
    ]);
    expect(findings).toEqual([
      {
        ...{
          severity: 'error',
          code: 'bad_value',
          folder: 't',
          file: 'fare_caps.txt',
          line: 2,
          field: 'period',
        },
        message:
          '"daily" is none of fare_day, fare_week, fare_month, fare_year, rolling_days, rolling_seconds, from_first_days, from_first_seconds, previous_months',
      },
    ]);
  });
});

describe('leg rules of GTFS', () => {
  const files = {
    ...GOOD,
    'tariff_info.txt': 'tariff_id,valid_from,timezone,currency\nt,2025-01-01,Europe/Kyiv,UAH',
    'networks.txt': 'network_id\nbus\nrail\nferry',
    'calendar.txt':
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nall,1,1,1,1,1,1,1,20250101,20301231',
    'timeframes.txt': 'timeframe_group_id,start_time,end_time,service_id\npeak,07:00:00,10:00:00,all',
    'fare_products.txt': 'fare_product_id,amount\nbus,1.00\nrail,2.00\nrail_peak,3.00\nother,4.00\noff,-0.50',
    'fare_leg_rules.txt':
      'leg_group_id,network_id,from_timeframe_group_id,fare_product_id\nbus,bus,,bus\nrail,rail,,rail\nrail,rail,peak,rail_peak\nother,,,other',
    'fare_transfer_rules.txt':
      'from_leg_group_id,to_leg_group_id,fare_transfer_type,fare_product_id\nbus,rail,1,off',
  };
  const price = (more: Record<string, string>, ...taps: (readonly [string, string])[]): number[] =>
    priceTaps(
      sound(folder('t', { ...files, ...more })),
      { entitlements: [], products: [] },
      taps.map(([time, networkId], i) => ({
        ...{
          ref: `d/${String(i)}`,
          deviceId: 'd',
          seq: i + 1,
          atMs: Date.parse(`2025-03-03T${time}:00+02:00`),
          networkId,
        },
        ...{ kind: 'UNKNOWN', mediaType: 'CLOSED_CARD', extras: [] },
      })),
    ).map(({ amountMinor }) => amountMinor);

  it('that name the time go before those that leave it open, and touch no other network', () => {
    expect(price({}, ['08:00', 'rail'])).toEqual([300]);
    expect(price({}, ['12:00', 'rail'])).toEqual([200]);
    expect(price({}, ['08:00', 'bus'])).toEqual([100]);
  });

  it('with an empty network take what no other names', () => {
    expect(price({}, ['08:00', 'ferry'])).toEqual([400]);
  });

  it('with priorities an empty network takes anything', () => {
    const rules = 'network_id,fare_product_id,rule_priority\nbus,bus,1\n,other,0';
    expect(
      price(
        { 'fare_leg_rules.txt': rules, 'fare_transfer_rules.txt': 'fare_transfer_type' },
        ['08:00', 'bus'],
        ['12:00', 'rail'],
      ),
    ).toEqual([100, 400]);
  });

  it('may be followed by a transfer whose product is a discount', () => {
    expect(price({}, ['11:00', 'bus'], ['11:30', 'rail'])).toEqual([100, 150]);
  });
});

describe('versions', () => {
  const version = (id: string, from: string, more = '', columns = '') =>
    folder(id, {
      ...GOOD,
      'tariff_info.txt': `tariff_id,valid_from,timezone,currency${columns}\n${id},${from},Europe/Kyiv,UAH${more}`,
    });
  const spans = (...folders: ReturnType<typeof version>[]) =>
    readTariffs(folders).history.versions.map((one) => [
      one.version,
      new Date(one.fromMs).toISOString(),
      one.untilMs,
    ]);

  it('hold until a later one begins, by local time', () => {
    expect(spans(version('b', '2025-06-01'), version('a', '2025-01-01'))).toEqual([
      ['a', '2024-12-31T22:00:00.000Z', Date.parse('2025-05-31T21:00:00Z')],
      ['b', '2025-05-31T21:00:00.000Z', Infinity],
    ]);
  });

  it('that begin together are told apart by when they were published', () => {
    const late = version('late', '2025-01-01', ',2024-12-30', ',published_at');
    const early = version('early', '2025-01-01', ',2024-12-01', ',published_at');
    expect(spans(late, early).map(([id]) => id)).toEqual(['late']);
    expect(readTariffs([late, early]).findings).toEqual([]);
  });

  it('that both claim a time are an error', () => {
    const { findings } = readTariffs([version('a', '2025-01-01'), version('b', '2025-01-01')]);
    expect(findings.map(({ code }) => code)).toEqual(['overlapping_versions']);
  });

  it('with a gap between them are told of', () => {
    const first = version('a', '2025-01-01', ',2025-03-31', ',valid_until');
    const { findings } = readTariffs([first, version('b', '2025-06-01')]);
    expect(findings.map(({ severity, code }) => [severity, code])).toEqual([
      ['warning', 'gap_between_versions'],
    ]);
  });

  it('of different currencies are an error', () => {
    const other = folder('b', {
      ...GOOD,
      'tariff_info.txt': 'tariff_id,valid_from,timezone,currency\nb,2025-06-01,Europe/Kyiv,EUR',
      'fare_products.txt': 'fare_product_id,amount\nsingle,1.00',
    });
    expect(readTariffs([version('a', '2025-01-01'), other]).findings.map(({ code }) => code)).toEqual([
      'mixed_currencies',
    ]);
  });

  it('are cut where an overlay begins and ends; one may set a value', () => {
    const { history, findings } = readTariffs([
      version('a', '2025-01-01'),
      folder('decree', {
        'tariff_info.txt': 'tariff_id,base_tariff_id\ndecree,a',
        'tariff_overlays.txt':
          'overlay_id,valid_from,valid_until,file,match,action,field,value\nwar,2025-02-01,2025-02-28,fare_products.txt,fare_product_id=single|rider_category_id=adult,set,amount,3.00',
      }),
    ]);
    expect(findings).toEqual([]);
    expect(
      history.versions.map(({ version: id, products }) => [
        id,
        products.get('single')!.prices[0]!.amountMinor,
      ]),
    ).toEqual([
      ['a', 1000],
      ['a+war', 300],
      ['a', 1000],
    ]);
    expect(history.versions[1]!.untilMs).toBe(Date.parse('2025-03-01T00:00:00+02:00'));
  });

  it('an overlay without its tariff is an error', () => {
    const lonely = folder('decree', {
      'tariff_info.txt': 'tariff_id,base_tariff_id\ndecree,zzz',
      'tariff_overlays.txt':
        'overlay_id,valid_from,file,match,action\no,2025-02-01,fare_caps.txt,cap_id=x,suspend',
    });
    expect(readTariffs([lonely]).findings.map(({ code }) => code)).toContain('overlay_without_base');
  });
});
