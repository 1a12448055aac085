import { type AskedRide, billNews } from './index.js';

const ride = (payer: string, amountMinor: number) => ({
  rideRef: 'd/1',
  atMs: 0,
  currency: 'UAH',
  amountMinor,
  payer,
});
const asked = (amountMinor: number, billedMinor: number): AskedRide => ({
  ...{ currency: 'UAH', amountMinor, billedMinor, payer: 'rider:1' },
});

/** What the other payer is asked for once the ride is his. */
function billedAfter(before: AskedRide, amountMinor: number, isInTime: boolean): number {
  const after = billNews(new Map([['d/1', before]]), [ride('rider:2', amountMinor)], () => isInTime);
  return after.get('d/1')!.billedMinor;
}

describe('a ride that goes to another payer', () => {
  it('is asked of him as far as it was asked for, late as that may be', () => {
    expect(billedAfter(asked(1700, 1700), 1700, false)).toBe(1700);
    expect(billedAfter(asked(1700, 1700), 0, false)).toBe(0);
  });

  it('but not for what was written off, nor for a rise that comes too late', () => {
    expect(billedAfter(asked(5000, 1700), 5000, false)).toBe(1700);
    expect(billedAfter(asked(5000, 1700), 5000, true)).toBe(1700);
    expect(billedAfter(asked(1700, 1700), 5000, false)).toBe(1700);
    expect(billedAfter(asked(1700, 0), 1700, true)).toBe(0);
  });

  it('and for a rise in time', () => {
    expect(billedAfter(asked(1700, 1700), 5000, true)).toBe(5000);
  });

  it('gives nothing back to him that he could be asked for elsewhere', () => {
    const before = new Map([['d/1', asked(1700, 1700)]]);
    const other = { rideRef: 'd/2', atMs: 1, currency: 'UAH', amountMinor: 1700, payer: 'rider:2' };
    const after = billNews(before, [ride('rider:2', 0), other], () => false);
    expect([...after.values()].map(({ billedMinor }) => billedMinor)).toEqual([0, 0]);
  });
});

it('what is given back in one currency is not asked for in another', () => {
  const before = new Map([['d/1', asked(1700, 1700)]]);
  const late = { ...ride('rider:1', 1000), rideRef: 'd/2' };
  const billedOf = (currency: string): number =>
    billNews(before, [ride('rider:1', 0), { ...late, currency }], () => false).get('d/2')!.billedMinor;
  expect(['UAH', 'EUR'].map(billedOf)).toEqual([1000, 0]);
});
