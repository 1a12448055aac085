import { folder, sound } from '../random-fares.fixture.js';
import { findTariff } from '../tariff/index.js';
import { priceTaps } from '../pricing/index.js';
import { explainCharge } from './explain-charge.js';
import { EXPLANATION_LANGUAGES, REASON_CODES } from './wording.js';

const tariffs = sound(
  folder('t', {
    'tariff_info.txt':
      'tariff_id,tariff_name,valid_from,timezone,currency\nt,Тариф міста,2025-01-01,Europe/Kyiv,UAH',
    'rider_categories.txt':
      'rider_category_id,rider_category_name,is_default_fare_category\ngeneral,Загальна,1\nstudent,Студентська,0',
    'fare_products.txt':
      'fare_product_id,fare_product_name,rider_category_id,amount\nsingle,Разова,general,17.00\nsingle,Разова,student,8.50',
    'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
    'fare_transfer_windows.txt': 'window_id,duration_seconds,effect\nw,2400,free',
    'fare_caps.txt': 'cap_id,period,limit\nday,fare_day,20.00',
    'translations.txt': [
      'table_name,field_name,language,translation,record_id,field_value',
      'tariff_info,tariff_name,en,The city’s tariff,t,',
      'fare_products,fare_product_name,en,Single ride,,Разова',
      'rider_categories,rider_category_name,en,Student,student,',
      'stops,stop_name,en,Market Square,1,',
    ].join('\n'),
  }),
);
const charges = priceTaps(
  tariffs,
  {
    entitlements: [{ id: 'e1', riderCategoryId: 'student', fundingBodyId: 'lviv', fromMs: 0 }],
    products: [],
  },
  [0, 20, 60, 120, 240].map((minutes, i) => ({
    ...{
      ref: `d/${i}`,
      deviceId: 'd',
      seq: i + 1,
      atMs: Date.parse('2025-10-06T08:00:00+03:00') + minutes * 60_000,
    },
    ...{ kind: 'UNKNOWN', mediaType: 'CLOSED_CARD', extras: [], vehicleId: `v${i}` },
  })),
);
const tell = (i: number, language: 'uk' | 'en'): readonly string[] =>
  explainCharge(charges[i]!, findTariff(tariffs, charges[i]!.atMs), language).map((line) =>
    line.replaceAll(/\s/g, ' '),
  );

describe('an explanation', () => {
  it('tells the tariff, each step and the result in English', () => {
    expect(tell(0, 'en')).toEqual([
      'The ride of 6 Oct 2025, 08:00 was priced by the tariff "The city’s tariff (t)", in force at that time.',
      'The fare "Single ride" for the category "Student" is 8.50 UAH.',
      'As "Student" you have a concession; without it the ride would cost 17.00 UAH.',
      'The full price would be 17.00 UAH; you pay 8.50 UAH.',
      'For this ride "lviv" owes the carrier 8.50 UAH.',
    ]);
  });

  it('and in Ukrainian', () => {
    expect(tell(1, 'uk').slice(1)).toEqual([
      'Тариф «Разова» для категорії «Студентська» становить 8,50 грн.',
      'Категорія «Студентська» має пільгу; без неї поїздка коштувала б 17,00 грн.',
      'Це пересадка: подорож почалася о 08:00, пересадки діють 40 хв від того часу. Замість 8,50 грн вона коштує 0,00 грн.',
      'Повна ціна була б 17,00 грн; до сплати 0,00 грн.',
      'За цю поїздку від «lviv» нічого не належить: за пересадки пільгу не відшкодовують.',
    ]);
  });

  it('says how far a cap had come', () => {
    expect(tell(3, 'en')).toContain(
      'No more than 20.00 UAH is charged a day; 17.00 UAH had been paid, so instead of 8.50 UAH the ride costs 3.00 UAH.',
    );
    expect(tell(4, 'uk')).toContain(
      'За день стягується не більше ніж 20,00 грн; сплачено було 20,00 грн, тому замість 8,50 грн поїздка коштує 0,00 грн.',
    );
  });

  it.each(EXPLANATION_LANGUAGES)('has a whole sentence for every reason, in %s', (language) => {
    for (const code of REASON_CODES) {
      const charge = { ...charges[0]!, reasons: [{ code, ruleId: '', inputs: { period: 'fare_day' } }] };
      const [, sentence] = explainCharge(charge, undefined, language);
      expect(sentence).toMatch(/^[\p{Lu}"«].*\.$/u);
      expect(sentence).not.toMatch(/undefined|NaN/);
    }
  });

  it.each([
    ['a transfer, whatever it costs', 'TRANSFER', {}, 'no concession is paid for on transfers'],
    ['a ride on a pass', 'COVERED_BY_PASS', {}, 'no concession is paid for on rides that a pass covers'],
    ['a ride that is free for all', 'INCOMPLETE_ON', { rule: 'free' }, 'it is free for everybody'],
  ])('tells why nothing is owed of %s', (_, code, inputs, why) => {
    const funded = { fundingBodyId: 'lviv', entitlementId: 'e1', amountMinor: 0 };
    const charge = { ...charges[0]!, amountMinor: 425, funded, reasons: [{ code, ruleId: '', inputs }] };
    expect(explainCharge(charge, undefined, 'en').at(-1)).toBe(`For this ride "lviv" owes nothing: ${why}.`);
  });
});
