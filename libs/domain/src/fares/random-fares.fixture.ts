import fc from 'fast-check';
import { readTariffs } from './read/index.js';
import type { TariffFile, TariffFolder } from './read/index.js';
import type { TariffHistory } from './tariff/index.js';

/** Random tariffs, through the same files as real ones. */

/** A file of CSV whose values hold no comma. */
export function table(name: string, text: string): TariffFile {
  const [head = '', ...rows] = text.trim().split('\n');
  return {
    name,
    columns: head.split(','),
    rows: rows.map((row, i) => ({ line: i + 2, cells: row.split(',') })),
  };
}

export function folder(name: string, files: Record<string, string>): TariffFolder {
  return { name, files: Object.entries(files).map(([file, text]) => table(file, text)) };
}

/** Tariffs of folders that must be sound. */
export function sound(...folders: TariffFolder[]): TariffHistory {
  const { history, findings } = readTariffs(folders);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(JSON.stringify(errors, undefined, 1));
  return history;
}

const FARE_DAYS = ['00:00:00', '04:30:00'];
const PERIODS = [
  'fare_day,',
  'fare_week,',
  'fare_month,',
  'fare_year,',
  'rolling_days,3',
  'rolling_seconds,86400',
  'from_first_days,7',
  'from_first_seconds,7200',
];
const minor = fc.integer({ min: 0, max: 3000 }).map((amount) => (amount / 100).toFixed(2));
const price = fc.integer({ min: 1, max: 3000 }).map((amount) => (amount / 100).toFixed(2));
const NETWORK = fc.constantFrom('', 'bus', 'tram', 'bus|tram');

const windows = fc.array(
  fc.record({
    seconds: fc.integer({ min: 300, max: 7200 }),
    measured: fc.constantFrom('first_entry', 'last_entry'),
    inclusive: fc.constantFrom('0', '1'),
    count: fc.constantFrom('-1', '1', '2'),
    route: fc.constantFrom('allowed', 'not_last', 'never'),
    back: fc.constantFrom('allowed', 'allowed', 'never', 'only'),
    effect: fc.constantFrom(
      'free,,',
      'difference,,',
      'journey_fare,,',
      'journey_fare,,tram',
      'percent,50,',
      'discount,2.00,',
      'price,1.00,',
    ),
    most: fc.constantFrom('', '', '0.50'),
    credit: fc.constantFrom('paid', 'fare'),
    opened: fc.constantFrom('start', 'start', 'paid', 'pass', 'any'),
    whole: fc.constantFrom('', '', 'bus', 'bus|other'),
    from: NETWORK,
    to: NETWORK,
  }),
  { maxLength: 3 },
);
const caps = fc.array(
  fc.record({
    period: fc.constantFrom(...PERIODS),
    measure: fc.constantFrom('amount', 'rides', 'journeys'),
    limit: fc.integer({ min: 0, max: 8000 }),
    effect: fc.constantFrom('free,', 'percent,50', 'price,0.50'),
    isOfAllRides: fc.boolean(),
    repeats: fc.boolean(),
    days: fc.constantFrom(',,', ',,', 'fare_week,2,', 'fare_month,1,2', 'fare_year,3,'),
    networks: NETWORK,
  }),
  { maxLength: 3 },
);

/** What is switched on in a random tariff. */
const parts = fc.record({
  fareDay: fc.constantFrom(...FARE_DAYS),
  single: price,
  tram: price,
  student: minor,
  windows,
  caps,
  discount: fc.option(
    fc.constantFrom(
      'percent,-30,,',
      'percent,-50,5.00,',
      'amount,-1.00,,',
      'amount,2.50,,',
      'percent,15,,',
      'amount,0,,9.00',
    ),
  ),
  ticket: fc.option(
    fc.record({ price, seconds: fc.constantFrom('seconds,5400,,', 'fare_day,,,', 'fare_days,,2,fare_week') }),
  ),
  quota: fc.option(
    fc.record({
      limit: fc.integer({ min: 0, max: 6 }),
      period: fc.constantFrom(...PERIODS),
      counts: fc.constantFrom('rides', 'journeys'),
    }),
  ),
  isByPerson: fc.boolean(),
  passExtras: fc.constantFrom(0, 1, 9),
  bagsTransfer: fc.boolean(),
  group: fc.option(
    fc.record({ price, members: fc.constantFrom('holder:1|companion:2', 'companion:9|bag:1') }),
  ),
  passback: fc.constantFrom('0', '10', '600'),
  suspended: fc.boolean(),
  isInCaps: fc.boolean(),
  feeCap: fc.option(fc.constantFrom('fare_day', 'fare_week')),
});
export type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;

export interface RandomTariff {
  readonly history: TariffHistory;
  /** The same without what the property leaves out. */
  readonly without: (what: 'caps' | 'windows' | 'tickets') => TariffHistory;
  readonly parts: Parts;
}

export const randomTariff: fc.Arbitrary<RandomTariff> = parts.map((all) => ({
  parts: all,
  history: sound(...foldersOf(all)),
  without: (what) =>
    sound(
      ...foldersOf({
        ...all,
        ...(what === 'caps' && { caps: [], feeCap: null }),
        ...(what === 'windows' && { windows: [], suspended: false }),
        ...(what === 'tickets' && { ticket: null }),
      }),
    ),
}));

function foldersOf(all: Parts): TariffFolder[] {
  const info = (id: string, from: string): string =>
    `tariff_id,valid_from,timezone,currency,fare_day_start\n${id},${from},Europe/Kyiv,UAH,${all.fareDay}`;
  const first = filesOf(all);
  return [
    folder('first', { 'tariff_info.txt': info('first', '2020-01-01'), ...first }),
    folder('second', {
      'tariff_info.txt': info('second', '2026-03-29T03:30'),
      ...filesOf({ ...all, single: all.tram, tram: all.single }),
      ...(all.suspended &&
        all.windows.length > 0 && {
          'tariff_overlays.txt':
            'overlay_id,valid_from,valid_until,file,match,action,except_rider_category_ids\n' +
            'decree,2026-03-29T10:00,2026-03-30,fare_transfer_windows.txt,window_id=w0,suspend,student',
        }),
    }),
  ];
}

function filesOf(all: Parts): Record<string, string> {
  return {
    'networks.txt': 'network_id\nbus\ntram',
    'rider_categories.txt': 'rider_category_id,is_default_fare_category\nadult,1\nstudent,0',
    'fare_products.txt': lines('fare_product_id,rider_category_id,amount', [
      `single,adult,${all.single}`,
      `single,student,${all.student}`,
      `tram,adult,${all.tram}`,
      'companion,,2.00',
      'bag,,0.70',
      `group,,${all.group?.price ?? '9.00'}`,
      `ticket,,${all.ticket?.price ?? '9.00'}`,
      'pass,,100.00',
      'carnet,,50.00',
    ]),
    'fare_leg_rules.txt':
      'leg_group_id,network_id,fare_product_id\nbus,bus,single\ntram,tram,tram\nother,,single',
    'fare_extras.txt': lines('extra_kind,fare_product_id,max_count,transfers', [
      'companion,companion,3,1',
      `bag,bag,,${all.bagsTransfer ? 1 : 0}`,
    ]),
    'fare_passes.txt': lines('fare_product_id,validity,length,rides,network_ids,extras,per_person', [
      `pass,calendar_days,2,,bus,${all.passExtras},0`,
      `carnet,held,,3,,2,${all.isByPerson ? 1 : 0}`,
    ]),
    'tap_policies.txt': `policy_id,mode,passback_seconds\nall,flat,${all.passback}`,
    ...optionalFiles(all),
  };
}

/** Files that a random tariff may be without. */
function optionalFiles(all: Parts): Record<string, string> {
  return {
    ...(all.windows.length > 0 && {
      'fare_transfer_windows.txt': lines(
        'window_id,duration_seconds,measured_from,end_inclusive,transfer_count,same_route,way_back,effect,value,journey_fare_product_id,max_discount,credit,opened_by,whole_leg_group_ids,from_network_ids,to_network_ids',
        all.windows.map((one, i) => windowRow(one, i)),
      ),
    }),
    ...((all.caps.length > 0 || all.feeCap !== null) && {
      'fare_caps.txt': lines(
        'cap_id,period,period_length,measure,limit,effect,value,network_ids,counts,repeat_every,all_rides,applies_to,travel_days_in,travel_days_from,travel_days_until',
        [
          ...all.caps.map((cap, i) => capRow(cap, i)),
          ...(all.feeCap === null
            ? []
            : [
                `fees,${all.feeCap},,amount,3.00,free,,,paid,,0,fees`,
                `people,${all.feeCap},,amount,40.00,free,,,paid,,0,people`,
              ]),
        ],
      ),
    }),
    ...(all.discount !== null && {
      'fare_modifiers.txt': `modifier_id,kind,value,at_least,at_most,in_caps\nm,${all.discount},${all.isInCaps || all.discount.includes('-') || all.discount.includes('9.00') ? 1 : 0}`,
    }),
    ...(all.group && {
      'fare_groups.txt': `group_id,fare_product_id,members\ng,group,${all.group.members}`,
    }),
    ...(all.ticket && {
      'fare_best_value.txt': `group_id,fare_product_id,validity,seconds,length,period\ng,ticket,${all.ticket.seconds}`,
    }),
    ...(all.quota && {
      'fare_quotas.txt': `quota_id,rider_category_id,period,period_length,limit,counts\nq,student,${all.quota.period},${all.quota.limit},${all.quota.counts}`,
    }),
  };
}

function windowRow(one: Parts['windows'][number], i: number): string {
  const { seconds, measured, inclusive, count, route, back, effect, most, credit, opened, whole } = one;
  return [
    ...[`w${i}`, seconds, measured, inclusive, count, route, back, effect],
    ...[most, credit, opened, whole, one.from, one.to],
  ].join(',');
}

function capRow(
  { period, measure, limit, effect, networks, ...cap }: Parts['caps'][number],
  i: number,
): string {
  const isByNumber = measure !== 'amount';
  const isCalendar = /^fare_/.test(period);
  return [
    ...[`c${i}`, period, measure, isByNumber ? limit % 12 : (limit / 100).toFixed(2), effect, networks],
    ...(isByNumber && cap.repeats ? ['fare', (limit % 12) + 3] : ['paid', '']),
    ...[isCalendar && cap.isOfAllRides ? 1 : 0, 'fares', period === 'fare_day,' ? cap.days : ',,'],
  ].join(',');
}

function lines(head: string, rows: readonly string[]): string {
  return [head, ...rows].join('\n');
}
