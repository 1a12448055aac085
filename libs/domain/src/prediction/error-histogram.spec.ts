import { ErrorHistogram } from './error-histogram.js';
import { PREDICTION_PARAMETERS } from './prediction-parameters.js';

const MINUTE = 60;

/** A thousand errors, spread evenly from nought to `most`, one each `everySeconds`; the time after the last. */
function feed(histogram: ErrorHistogram, most: number, everySeconds: number, from = 0): number {
  for (let i = 0; i < 1000; i++) {
    histogram.learn(((i * 7919) % 1000) * (most / 1000), from + i * everySeconds);
  }
  return from + 1000 * everySeconds;
}

describe('the errors of a kind and lead', () => {
  it('have four in five within the factor, at any size', () => {
    for (const most of [0.1, 1, 10]) {
      const histogram = new ErrorHistogram({ ...PREDICTION_PARAMETERS, intervalTrust: 0.001 });
      feed(histogram, most, 1);
      expect(histogram.factor / (0.8 * most)).toBeCloseTo(1, 1);
    }
  });

  it('all count, also of a vehicle whose clock is ahead of the others', () => {
    const histogram = new ErrorHistogram(PREDICTION_PARAMETERS);
    for (let at = 0; at < 6000; at++) {
      histogram.learn(0.2, at);
      if (at % 100 === 0) histogram.learn(10, at + 5 * MINUTE);
    }
    expect(histogram.factor).toBeLessThan(0.25);
  });

  it('fade with time while there are many, and stay over a night without any', () => {
    const histogram = new ErrorHistogram(PREDICTION_PARAMETERS);
    const evening = feed(histogram, 5, 15);
    const known = histogram.factor;
    for (let i = 0; i < 50; i++) histogram.learn(4 * ((i % 10) / 8), evening + 8 * 3600 + i);
    expect(histogram.factor / known).toBeCloseTo(1, 1);
    feed(histogram, 1, 15, evening + 9 * 3600);
    expect(histogram.factor).toBeLessThan(1.1);
  });

  it('wild or none, stay within bounds', () => {
    const histogram = new ErrorHistogram(PREDICTION_PARAMETERS);
    for (let i = 0; i < 500; i++) histogram.learn(i % 2 === 0 ? 0 : 1e9, i * 20);
    expect(histogram.factor).toBeGreaterThan(0);
    expect(histogram.factor).toBeLessThan(25);
  });
});
