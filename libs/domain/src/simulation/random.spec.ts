import { RandomStream, happens, hashText, mix, normal, unit } from './random.js';

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

const many = Array.from({ length: 20_000 }, (_, i) => i);

describe('hashes', () => {
  it('spread the integers evenly over 0 to 1', () => {
    const { mean, variance } = moments(many.map((i) => unit(mix(42, i))));
    expect(mean).toBeCloseTo(0.5, 1);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('differ for neighbours in either argument', () => {
    const hashes = new Set(
      many.slice(0, 200).flatMap((i) => many.slice(0, 50).map((j) => mix(mix(7, i), j))),
    );
    expect(hashes.size).toBe(10_000);
  });

  it('of texts differ, and are the same each time', () => {
    expect(hashText('block 1')).toBe(hashText('block 1'));
    expect(hashText('block 1')).not.toBe(hashText('block 2'));
  });

  it('make things happen at their rate', () => {
    const hits = many.filter((i) => happens(mix(3, i), 0.2)).length;
    expect(hits / many.length).toBeCloseTo(0.2, 1);
    expect(happens(0, 0)).toBe(false);
  });

  it('make normal deviates of mean 0 and variance 1', () => {
    const { mean, variance } = moments(many.map((i) => normal(mix(5, i))));
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });
});

describe('a stream of draws', () => {
  const drawn = (draw: (random: RandomStream) => number): { mean: number; variance: number } => {
    const random = new RandomStream(9);
    return moments(many.map(() => draw(random)));
  };

  it('is the same for the same seed', () => {
    const [a, b] = [new RandomStream(1), new RandomStream(1)];
    expect(Array.from({ length: 10 }, () => a.next())).toEqual(Array.from({ length: 10 }, () => b.next()));
  });

  it('draws exponentials of the mean asked for', () => {
    expect(Math.abs(drawn((random) => random.exponential(30)).mean - 30)).toBeLessThan(1);
  });

  it.each([0, 0.3, 4, 40])('draws Poisson numbers of mean and variance %p', (wanted) => {
    const { mean, variance } = drawn((random) => random.poisson(wanted));
    expect(Math.abs(mean - wanted)).toBeLessThan(0.02 * wanted + 0.01);
    expect(Math.abs(variance - wanted)).toBeLessThan(0.08 * wanted + 0.01);
  });
});
