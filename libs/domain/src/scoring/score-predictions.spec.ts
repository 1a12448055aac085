import { T, observed, predicted } from './arrivals.fixture.js';
import { type ObservedArrival, ObservedArrivals, type PredictedArrival, PredictionScorer } from './index.js';

function score(truth: readonly ObservedArrival[], predictions: readonly PredictedArrival[]) {
  const scorer = new PredictionScorer(new ObservedArrivals(truth));
  for (const prediction of predictions) scorer.add(prediction);
  return scorer.report();
}

describe('scoring predictions', () => {
  it('counts an error as actual minus predicted, in the class of the time to the arrival', () => {
    const { scores } = score([observed(T)], [predicted(T - 100, T - 20)]);
    expect(scores.byHorizon['1-3']).toMatchObject({ count: 1, biasSeconds: 20, maeSeconds: 20 });
    expect(scores.byHorizon['0-3']).toMatchObject({ count: 1 });
    expect(scores.all).toMatchObject({ count: 1, maeInterval: { low: 20, high: 20 } });
  });

  it('leaves nothing out without a reason', () => {
    const report = score(
      [observed(T)],
      [predicted(T - 60, T), predicted(T + 1, T), predicted(T - 3600, T), predicted(T, T, { tripId: 'T9' })],
    );
    expect(report).toMatchObject({
      rows: 4,
      scored: 1,
      outOfOrder: 1,
      dropped: { made_after_arrival: 1, made_too_early: 1, trip_not_observed: 1 },
    });
  });

  it('measures the share of arrivals that were predicted, where predictions were being made', () => {
    const instants = Array.from({ length: 21 }, (_, i) =>
      predicted(T - 600 + 30 * i, T, { tripId: 'other' }),
    );
    const { completeness } = score(
      [observed(T), observed(T - 60, { stopSequence: 4 }), observed(T - 7000, { stopSequence: 5 })],
      [...instants, predicted(T - 200, T)],
    );
    expect(completeness.byHorizon['3-6']).toEqual({ visits: 2, predicted: 1, share: 0.5 });
    expect(completeness.byHorizon['10-15']).toBeUndefined();
    expect(completeness).toMatchObject({ visits: 2, predicted: 1, share: 0.5, outsideRecording: 1 });
  });

  it('does not take a gap of the recording for silence', () => {
    const { completeness } = score(
      [observed(T)],
      [predicted(T - 900, T, { tripId: 'other' }), predicted(T + 900, T, { tripId: 'other' })],
    );
    expect(completeness).toMatchObject({ byHorizon: {}, visits: 0, share: undefined, outsideRecording: 1 });
  });

  it('measures how often the arrival was within its interval, and on which side it missed', () => {
    const bounds = (low: number, high: number) => ({ lowSeconds: T + low, highSeconds: T + high });
    const { intervals } = score(
      [observed(T)],
      [
        predicted(T - 90, T, bounds(-30, 30)),
        predicted(T - 80, T, bounds(5, 25)),
        predicted(T - 75, T, bounds(-5, 0)),
        predicted(T - 72, T, bounds(-9, -1)),
        predicted(T - 70, T),
      ],
    );
    expect(intervals.all).toMatchObject({ count: 4, coverage: 0.5, early: 0.25, late: 0.25 });
    expect(intervals.all!.meanWidthSeconds).toBe((60 + 20 + 5 + 8) / 4);
    expect(intervals.byHorizon['1-3']!.coverageInterval).toEqual({ low: 0.5, high: 0.5 });
    expect(intervals.without).toBe(1);
  });

  it('measures how much the predicted time jumps, but not over a pause', () => {
    const { wobble } = score(
      [observed(T)],
      [
        predicted(T - 900, T),
        predicted(T - 300, T - 50),
        predicted(T - 270, T - 10),
        predicted(T - 240, T - 30),
      ],
    );
    expect(wobble).toMatchObject({ pairs: 2, meanChangeSeconds: 30 });
  });

  it('counts predictions that no feed should make', () => {
    const { improper, dropped } = score(
      [observed(T), observed(T + 600, { stopSequence: 4 })],
      [
        predicted(T - 60, T - 61), // says that it has been
        predicted(T + 60, T + 90), // has been here, but the trip goes on
        predicted(T + 601, T + 700), // the trip is over
        predicted(T + 601, T + 700, { stopSequence: 4 }),
      ],
    );
    expect(improper).toEqual({ inThePast: 1, finishedTrip: 2 });
    expect(dropped).toEqual({ made_after_arrival: 3 });
  });

  it('counts predictions that contradict another of the same moment', () => {
    const { wobble, scored } = score(
      [observed(T)],
      [predicted(T - 300, T), predicted(T - 300, T + 60), predicted(T - 270, T)],
    );
    expect([wobble.contradictions, scored]).toEqual([1, 3]);
  });

  it("measures Cal-ITP's inconsistency: the spread within each minute before the arrival", () => {
    const { wobble } = score(
      [observed(T), observed(T, { stopSequence: 4 })],
      [
        predicted(T - 2000, T - 500), // more than thirty minutes before
        predicted(T - 175, T - 10), // the third minute before: -10 to 20
        predicted(T - 150, T + 20),
        predicted(T - 125, T),
        predicted(T - 100, T + 8), // the second: one prediction, no spread
        predicted(T - 30, T, { stopSequence: 4 }), // the other visit: 5
        predicted(T - 20, T + 5, { stopSequence: 4 }),
      ],
    );
    expect(wobble.spread).toEqual({ visits: 2, meanSeconds: ((30 + 0) / 2 + 5) / 2 });
  });
});
