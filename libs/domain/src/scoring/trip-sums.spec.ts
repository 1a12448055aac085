import { BootstrapDraws, TripSums } from './index.js';

describe('the bootstrap over trips', () => {
  it('has no doubt where all trips are alike', () => {
    const sums = new TripSums(10);
    const ratio = sums.createRatio();
    for (let trip = 0; trip < 10; trip++) for (let i = 0; i < 5; i++) ratio.add(trip, 30);
    expect(sums.draw().interval([ratio])).toEqual({ low: 30, high: 30 });
  });

  it('is as wide as the mean of so many trips varies, not of so many predictions', () => {
    const sums = new TripSums(100);
    const ratio = sums.createRatio();
    // Half of the trips are 0 and half are 100, each with a hundred predictions that are all the same.
    for (let trip = 0; trip < 100; trip++) {
      for (let i = 0; i < 100; i++) ratio.add(trip, trip % 2 === 0 ? 0 : 100);
    }
    // The standard error of the mean of 100 trips is 50 / sqrt(100) = 5; 95 % is 1.96 of it on either side.
    const { low, high } = sums.draw().interval([ratio])!;
    expect(low).toBeGreaterThan(50 - 1.96 * 5 - 2);
    expect(low).toBeLessThan(50 - 1.96 * 5 + 2);
    expect(high).toBeGreaterThan(50 + 1.96 * 5 - 2);
    expect(high).toBeLessThan(50 + 1.96 * 5 + 2);
  });

  it('is the same each time', () => {
    const interval = () => {
      const sums = new TripSums(2);
      const ratio = sums.createRatio();
      for (let trip = 0; trip < 40; trip++) ratio.add(trip, trip * trip);
      return sums.draw().interval([ratio]);
    };
    expect(interval()).toEqual(interval());
  });

  it('draws the same trips for two methods, so that a steady difference is certain', () => {
    const sums = new TripSums(40);
    const [ours, theirs] = [sums.createRatio(), sums.createRatio()];
    for (let trip = 0; trip < 40; trip++) {
      ours.add(trip, 10 * trip);
      theirs.add(trip, 10 * trip + 5);
    }
    const draws = sums.draw();
    const { low, high } = draws.differenceInterval([ours], [theirs])!;
    expect(low).toBeCloseTo(-5, 9);
    expect(high).toBeCloseTo(-5, 9);
    const own = draws.interval([ours])!;
    expect(own.high - own.low).toBeGreaterThan(40);
  });

  it('adds ratios up before it divides', () => {
    const sums = new TripSums(1);
    const [few, many] = [sums.createRatio(), sums.createRatio()];
    few.add(0, 100, 1);
    many.add(0, 0, 3);
    expect(sums.draw().interval([few, many])).toEqual({ low: 25, high: 25 });
  });

  it('is nothing of nothing', () => {
    const sums = new TripSums(5);
    const ratio = sums.createRatio();
    expect(sums.draw().interval([ratio])).toBeUndefined();
    expect(BootstrapDraws.NONE.interval([ratio])).toBeUndefined();
    expect(BootstrapDraws.NONE.differenceInterval([ratio], [ratio])).toBeUndefined();
  });
});
