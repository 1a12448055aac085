import fc from 'fast-check';
import { ErrorStatistics, HORIZONS, StandardScores, horizonAt, isWithinCalItp } from './index.js';

const T = 1_795_000_000;

describe('horizons', () => {
  it('follow each other without a gap from the arrival to an hour before it', () => {
    expect(HORIZONS[0]!.fromSeconds).toBe(0);
    for (let i = 1; i < HORIZONS.length; i++) {
      expect(HORIZONS[i]!.fromSeconds).toBe(HORIZONS[i - 1]!.toSeconds);
    }
    expect([0, 59, 60, 179, 3599].map(horizonAt)).toEqual([0, 0, 1, 1, 6]);
    expect([-1, 3600].map(horizonAt)).toEqual([-1, -1]);
  });
});

describe('statistics of errors', () => {
  it('have mean, median, 90th percentile and bias', () => {
    const statistics = new ErrorStatistics();
    for (const error of [-30, 0, 10, 20, 100]) statistics.add(error);
    expect(statistics.summarise()).toEqual({
      count: 5,
      maeSeconds: 32,
      medianSeconds: 20,
      p90Seconds: 100,
      biasSeconds: 20,
      within60: 0.8,
      spreadSeconds: [-30, 10, 100],
    });
  });

  it('are none of no errors', () => {
    expect(new ErrorStatistics().summarise()).toBeUndefined();
  });

  it('are those of the sorted errors, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -7200, max: 7200 }), { minLength: 1 }), (errors) => {
        const statistics = new ErrorStatistics();
        for (const error of errors) statistics.add(error);
        const absolute = errors.map(Math.abs).sort((a, b) => a - b);
        const quantile = (share: number): number => absolute[Math.ceil(share * errors.length) - 1]!;
        const { maeSeconds, medianSeconds, p90Seconds } = statistics.summarise()!;
        expect(maeSeconds).toBeCloseTo(absolute.reduce((sum, one) => sum + one, 0) / errors.length, 9);
        expect([medianSeconds, p90Seconds]).toEqual([quantile(0.5), quantile(0.9)]);
      }),
    );
  });

  it('are the same whether added together or apart', () => {
    const [a, b, together] = [new ErrorStatistics(), new ErrorStatistics(), new ErrorStatistics()];
    for (const error of [1, -2]) a.add(error);
    b.add(30_000);
    for (const error of [1, -2, 30_000]) together.add(error);
    a.addAll(b);
    expect(a.summarise()).toEqual(together.summarise());
    expect(a.summarise()!.maeSeconds).toBeCloseTo(30_003 / 3);
  });
});

describe('the published standards', () => {
  const share = (made: number, said: number, actual: number) => {
    const scores = new StandardScores();
    scores.add(T - made, T - made + said, T - made + actual);
    return scores.summarise();
  };

  it('class by the predicted lead (MBTA) and by the time to the actual arrival (ETA Accuracy Benchmark)', () => {
    // Said 170 s, came after 250 s: 80 s later than said.
    const { mbta, etaBenchmark } = share(0, 170, 250);
    expect(mbta.classes.map(({ count, accurate }) => [count, accurate])).toEqual([
      [1, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(etaBenchmark.classes.map(({ count, accurate }) => [count, accurate])).toEqual([
      [0, 0],
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
  });

  it('accept more the farther ahead (Cal-ITP), and less early than late', () => {
    expect(isWithinCalItp(15, 0)).toBe(true);
    expect(isWithinCalItp(-17, 0)).toBe(false);
    expect(isWithinCalItp(140, 10)).toBe(true);
    expect(isWithinCalItp(150, 10)).toBe(false);
  });

  it('do not count what is predicted for now (MBTA)', () => {
    expect(share(0, 0, 20).mbta).toMatchObject({ outside: 1, accuracy: undefined });
    expect(share(0, 1, 20).mbta).toMatchObject({ outside: 0, accuracy: 1 });
  });

  it('count what falls in none of their classes', () => {
    const { mbta, etaBenchmark, calItp } = share(0, 3000, 3000);
    expect([mbta.outside, etaBenchmark.outside, calItp.outside]).toEqual([1, 1, 1]);
  });

  it('have the mean of the four classes for the ETA Accuracy Benchmark, and none where one is empty', () => {
    const scores = new StandardScores();
    for (const ahead of [60, 240, 480]) scores.add(T, T + ahead, T + ahead);
    expect(scores.summarise().etaBenchmark.accuracy).toBeUndefined();
    scores.add(T, T, T + 700);
    expect(scores.summarise().etaBenchmark.accuracy).toBe(0.75);
  });
});
