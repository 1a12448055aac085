import fc from 'fast-check';
import {
  ErrorStatistics,
  HORIZONS,
  type ObservedArrival,
  ObservedArrivals,
  type PredictedArrival,
  PredictionScorer,
  StandardScores,
  horizonAt,
  isWithinCalItp,
} from './index.js';

const T = 1_795_000_000;
const visit = { tripId: 'T1', startDate: '20261124', stopSequence: 3, stopId: 'S3' };
const observed = (arrivalSeconds: number, changes: Partial<ObservedArrival> = {}): ObservedArrival => ({
  ...visit,
  arrivalSeconds,
  scheduledSeconds: T,
  ...changes,
});
const predicted = (
  madeAtSeconds: number,
  arrivalSeconds: number,
  changes: Partial<PredictedArrival> = {},
): PredictedArrival => ({ ...visit, madeAtSeconds, arrivalSeconds, ...changes });

function score(truth: readonly ObservedArrival[], predictions: readonly PredictedArrival[]) {
  const scorer = new PredictionScorer(new ObservedArrivals(truth));
  for (const prediction of predictions) scorer.add(prediction);
  return scorer.report();
}

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

describe('observed arrivals', () => {
  it('are found by stop_sequence, and by stop_id where there is none', () => {
    const truth = new ObservedArrivals([observed(T)]);
    expect(truth.find(visit)).toMatchObject({ arrivalSeconds: T });
    expect(truth.find({ tripId: 'T1', startDate: '20261124', stopId: 'S3' })).toMatchObject({
      arrivalSeconds: T,
    });
  });

  it('are not found, and say why', () => {
    const loop = [observed(T), observed(T + 60, { stopSequence: 4 })];
    const truth = new ObservedArrivals(loop);
    expect(truth.find({ ...visit, startDate: '' })).toBe('no_start_date');
    expect(truth.find({ ...visit, startDate: '20261125' })).toBe('trip_not_observed');
    expect(truth.find({ ...visit, stopSequence: 9 })).toBe('stop_not_observed');
    expect(truth.find({ tripId: 'T1', startDate: '20261124', stopId: 'S3' })).toBe('ambiguous_stop');
  });

  it('keep the first of two rows on one visit, and count the other', () => {
    const truth = new ObservedArrivals([observed(T), observed(T + 99)]);
    expect(truth.find(visit)).toMatchObject({ arrivalSeconds: T });
    expect([truth.all.length, truth.repeated]).toEqual([1, 1]);
  });

  it('tell how late a trip was when it was last seen', () => {
    const truth = new ObservedArrivals([
      observed(T + 200, { stopSequence: 4, scheduledSeconds: T + 120 }),
      observed(T + 30),
    ]);
    expect([T, T + 30, T + 199, T + 200].map((at) => truth.lastDelaySeconds(visit, at))).toEqual([
      undefined,
      30,
      30,
      80,
    ]);
  });
});

describe('scoring predictions', () => {
  it('counts an error as actual minus predicted, in the class of the time to the arrival', () => {
    const { scores } = score([observed(T)], [predicted(T - 100, T - 20)]);
    expect(scores.byHorizon['1-3']).toMatchObject({ count: 1, biasSeconds: 20, maeSeconds: 20 });
    expect(scores.byHorizon['0-3']).toMatchObject({ count: 1 });
    expect(scores.all).toMatchObject({ count: 1 });
  });

  it('leaves nothing out without a reason', () => {
    const { predictions } = score(
      [observed(T)],
      [predicted(T - 60, T), predicted(T + 1, T), predicted(T - 3600, T), predicted(T, T, { tripId: 'T9' })],
    );
    expect(predictions).toMatchObject({
      rows: 4,
      scored: 1,
      dropped: { made_after_arrival: 1, made_too_early: 1, trip_not_observed: 1 },
    });
  });

  it('holds the baselines against the same rows', () => {
    const before = observed(T - 540, { stopSequence: 2, stopId: 'S2', scheduledSeconds: T - 600 });
    const { commonSupport } = score(
      [before, observed(T + 90)],
      [predicted(T - 300, T + 80), predicted(T - 590, T)],
    );
    expect(commonSupport).toMatchObject({ notInTimetable: 0, notYetSeen: 1 });
    expect(commonSupport.predictions.byHorizon['6-10']).toMatchObject({ count: 1, biasSeconds: 10 });
    expect(commonSupport.timetable.byHorizon['6-10']).toMatchObject({ count: 1, biasSeconds: 90 });
    expect(commonSupport.lastDelay.byHorizon['6-10']).toMatchObject({ count: 1, biasSeconds: 30 });
    expect(commonSupport.lastDelay.byHorizon['10-15']).toMatchObject({ count: 1, biasSeconds: 90 });
  });

  it('leaves visits without a scheduled time out of that comparison, and counts them', () => {
    const unscheduled = { ...visit, arrivalSeconds: T };
    const { commonSupport, scores } = score([unscheduled], [predicted(T - 60, T)]);
    expect(scores.all?.count).toBe(1);
    expect(commonSupport).toMatchObject({ notInTimetable: 1 });
    expect(commonSupport.predictions.all).toBeUndefined();
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
    expect(completeness).toMatchObject({ visits: 2, predicted: 1, share: 0.5 });
  });

  it('does not take a gap of the recording for silence', () => {
    const { completeness } = score(
      [observed(T)],
      [predicted(T - 900, T, { tripId: 'other' }), predicted(T + 900, T, { tripId: 'other' })],
    );
    expect(completeness).toMatchObject({ byHorizon: {}, visits: 0, share: undefined });
  });

  it('measures how often the arrival was within its interval', () => {
    const bounds = (low: number, high: number) => ({ lowSeconds: T + low, highSeconds: T + high });
    const { intervals } = score(
      [observed(T)],
      [predicted(T - 90, T, bounds(-30, 30)), predicted(T - 80, T, bounds(5, 25)), predicted(T - 70, T)],
    );
    expect(intervals.all).toEqual({ count: 2, coverage: 0.5, meanWidthSeconds: 40 });
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
});
