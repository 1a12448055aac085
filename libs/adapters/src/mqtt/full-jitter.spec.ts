import { fullJitterMs } from './index.js';

describe('the pause before another attempt', () => {
  it('may be anything from nothing to a bound that doubles up to 30 s', () => {
    expect([0, 1, 2, 5, 8, 100].map((failures) => fullJitterMs(failures, () => 1))).toEqual([
      ...[200, 400, 800, 6400, 30_000, 30_000],
    ]);
    expect(fullJitterMs(8, () => 0)).toBe(0);
  });
});
