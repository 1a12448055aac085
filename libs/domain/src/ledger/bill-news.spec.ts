import { type AskedRide, billNews } from './index.js';

const ride = (payer: string, amountMinor: number) => ({
  rideRef: 'd/1',
  atMs: 0,
  currency: 'UAH',
  amountMinor,
  disposition: 'CHARGED',
  payer,
});
const asked = (amountMinor: number, billedMinor: number): AskedRide => ({
  ...{ currency: 'UAH', amountMinor, disposition: 'CHARGED', billedMinor, payer: 'rider:1' },
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
    const other = { ...ride('rider:2', 1700), rideRef: 'd/2', atMs: 1 };
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

describe('a ride on a medium that was reported lost', () => {
  const lost = { ...ride('rider:1', 1700), disposition: 'LOST_MEDIUM' };
  const billed = (before: AskedRide | undefined, now: typeof lost, isInTime: boolean): number =>
    billNews(new Map(before && [['d/1', before]]), [now], () => isInTime).get('d/1')!.billedMinor;

  it('is asked of nobody, also where it was asked for before the report was known', () => {
    expect(billed(undefined, lost, true)).toBe(0);
    expect(billed(asked(1700, 1700), lost, false)).toBe(0);
  });

  it('is the rider’s once the report was taken back, while he still expects it', () => {
    const before = { ...asked(1700, 0), disposition: 'LOST_MEDIUM' };
    expect(billed(before, ride('rider:1', 1700), true)).toBe(1700);
    expect(billed(before, ride('rider:1', 1700), false)).toBe(0);
  });

  it('moves what was asked for it to the ride that it had made a free transfer', () => {
    const next = { ...ride('rider:1', 1700), rideRef: 'd/2', atMs: 1 };
    const before = new Map([
      ['d/1', asked(1700, 1700)],
      ['d/2', asked(0, 0)],
    ]);
    const after = billNews(before, [lost, next], () => false);
    expect([...after.values()].map(({ billedMinor }) => billedMinor)).toEqual([0, 1700]);
  });
});
