/** A card that was reported lost: rides before are the rider's, those afterwards are nobody's to pay. */
import type { Charge } from '../charge.js';
import { explainCharge } from '../explain/index.js';
import type { FareTap, ReportedLoss } from '../fare-tap.js';
import type { Rider } from '../rider.js';
import { priceTaps } from './index.js';
import { at, tap, tariffOf } from './price-files.fixture.js';

const REPORTED: ReportedLoss = {
  sinceMs: at('2025-10-06T09:00'),
  reason: 'LOST',
  wasListed: false,
};
const card = (time: string, more: Partial<FareTap> = {}): FareTap =>
  tap(time, { mediumRef: 'card', ...more });
const lost = (time: string, more: Partial<FareTap> = {}): FareTap => card(time, { loss: REPORTED, ...more });
const next = (time: string, more: Partial<FareTap> = {}): FareTap => tap(time, { mediumRef: 'new', ...more });

const NOBODY: Rider = { entitlements: [], products: [] };
const told = (charges: readonly Charge[]): unknown[] =>
  charges.map(({ disposition, amountMinor, tapRefs }) => [disposition, amountMinor, tapRefs.length]);

describe('rides on a card that was reported lost', () => {
  const tariff = tariffOf({
    'fare_products.txt':
      'fare_product_id,rider_category_id,amount\nsingle,adult,17.00\nsingle,student,8.50\npass,,500.00',
    'rider_categories.txt': 'rider_category_id,is_default_fare_category\nadult,1\nstudent,0',
    'fare_transfer_windows.txt': 'window_id,duration_seconds,effect\nw,3600,free',
    'fare_caps.txt': 'cap_id,period,measure,limit,effect\nday,fare_day,rides,2,free',
    'fare_passes.txt': 'fare_product_id,validity,rides\npass,held,2',
  });

  it('are nobody’s to pay, and neither a transfer, nor the begin of one, nor counted by a limit', () => {
    const taps = [card('08:55'), lost('09:10'), lost('09:20'), next('09:30'), next('10:30'), next('12:00')];
    expect(told(priceTaps(tariff, NOBODY, taps))).toEqual([
      ['CHARGED', 1700, 1],
      ['LOST_MEDIUM', 1700, 1],
      ['LOST_MEDIUM', 1700, 1],
      ['FREE_TRANSFER', 0, 1],
      ['CHARGED', 1700, 1],
      ['CAPPED', 0, 1],
    ]);
  });

  it('use up no pass, and go by no concession: no funding body owes for a thief', () => {
    const fromMs = at('2025-01-01T00:00');
    const rider: Rider = {
      entitlements: [{ id: 'e', riderCategoryId: 'student', fundingBodyId: 'city', fromMs }],
      products: [{ id: 'p', fareProductId: 'pass', fromMs, rides: 2 }],
    };
    const charges = priceTaps(tariff, rider, [card('08:00'), lost('09:10'), next('14:00')]);
    expect(charges.map(({ disposition, riderCategoryId }) => [disposition, riderCategoryId])).toEqual([
      ['COVERED_BY_PASS', 'student'],
      ['LOST_MEDIUM', 'adult'],
      ['COVERED_BY_PASS', 'student'],
    ]);
    expect(charges.map(({ funded }) => funded?.fundingBodyId)).toEqual(['city', undefined, 'city']);
  });

  it('repeat none of the rider’s taps, and he none of theirs', () => {
    const strict = tariffOf({
      'fare_products.txt': 'fare_product_id,amount\nsingle,17.00',
      'tap_policies.txt': 'policy_id,mode,passback_seconds\nall,flat,60',
    });
    const found = card('09:00:40', { vehicleId: 'v' });
    const taps = [card('08:59:50', { vehicleId: 'v' }), lost('09:00:10', { vehicleId: 'v' }), found];
    const repeated = lost('09:00:20', { vehicleId: 'v' });
    expect(told(priceTaps(strict, NOBODY, [...taps, repeated]))).toEqual([
      ['CHARGED', 1700, 1],
      ['LOST_MEDIUM', 1700, 1],
      ['PASSBACK_IGNORED', 0, 1],
      ['PASSBACK_IGNORED', 0, 1],
    ]);
    expect(told(priceTaps(strict, NOBODY, taps.slice(1)))).toEqual([
      ['LOST_MEDIUM', 1700, 1],
      ['CHARGED', 1700, 1],
    ]);
  });

  it('say so in both languages, and who failed to those who look at it', () => {
    const [charge] = priceTaps(tariff, NOBODY, [lost('09:10', { loss: { ...REPORTED, wasListed: true } })]);
    const [version] = tariff.versions;
    expect(explainCharge(charge!, version, 'en').slice(-2)).toEqual([
      'Your card was reported lost on 6 Oct 2025, 09:00, before the ride: it is not yours to pay. ' +
        'The validator should have refused it: its list named the card.',
      'The fare, 17.00 UAH, is a loss of the ticketing scheme; you pay nothing.',
    ]);
    expect(explainCharge(charge!, version, 'uk').slice(-2)).toEqual([
      'Вашу картку заявлено втраченою (6 жовт. 2025 р., 09:00), ще до поїздки: платити за неї не вам. ' +
        'Валідатор мав відмовити: картка була в його списку.',
      'Ціна поїздки, 17,00 грн, — збиток системи оплати проїзду; вам платити нічого.',
    ]);
    expect(charge!.reasons.at(-1)).toMatchObject({ code: 'LOST_MEDIUM', inputs: { fault: 'DEVICE_FAULT' } });
  });
});

describe('where riders tap off', () => {
  const trains = tariffOf({
    'fare_products.txt': 'fare_product_id,amount\nsingle,17.00\nmaximum,50.00',
    'tap_policies.txt': 'policy_id,mode,maximum_fare_product_id,max_journey_seconds\nt,on_off,maximum,7200',
  });
  const on = { kind: 'ENTRY', vehicleId: 'v' } as const;
  const off = { kind: 'EXIT', vehicleId: 'v' } as const;

  it('a ride that was under way ends where the card is held to a device next, and is the rider’s', () => {
    const charges = priceTaps(trains, NOBODY, [card('08:50', on), lost('09:10', off)]);
    expect(told(charges)).toEqual([['CHARGED', 1700, 2]]);
  });

  it('who has the lost card ends no ride on the new one, nor the other way round', () => {
    const taps = [lost('09:10', on), next('09:20', on), lost('09:30', off), next('09:40', off)];
    expect(told(priceTaps(trains, NOBODY, taps))).toEqual([
      ['LOST_MEDIUM', 1700, 2],
      ['CHARGED', 1700, 2],
    ]);
  });

  it('an exit without its entry is the scheme’s too', () => {
    expect(told(priceTaps(trains, NOBODY, [lost('09:30', off)]))).toEqual([['LOST_MEDIUM', 5000, 1]]);
  });
});
