import { T, predicted, tripOf, unscheduled } from './arrivals.fixture.js';
import {
  type BaselineName,
  MethodComparison,
  ObservedArrivals,
  PREDICTIONS,
  PredictionScorer,
  createBaselines,
} from './index.js';

const ROWS = tripOf('T1', [
  [20, 0],
  [150, 100],
  [290, 200],
]);
const said = (madeAt: number, stop: number, at: number) =>
  predicted(T + madeAt, T + at, { stopSequence: stop, stopId: String.fromCharCode(64 + stop) });

function compare(
  names: readonly BaselineName[],
  rows: readonly { prediction: ReturnType<typeof said>; agency?: number }[],
  observed = ROWS,
) {
  const truth = new ObservedArrivals(observed);
  const scorer = new PredictionScorer(truth);
  const comparison = new MethodComparison(truth, createBaselines(truth, names).baselines, ['agency']);
  for (const { prediction, agency } of rows) {
    const matched = scorer.add(prediction);
    if (matched) comparison.add(prediction, matched, [agency === undefined ? undefined : T + agency]);
  }
  return comparison.report();
}

describe('comparing methods', () => {
  it('holds all of them against the same rows', () => {
    const { methods, rows, common } = compare(
      ['timetable', 'last-delay'],
      [
        { prediction: said(30, 3, 280), agency: 300 }, // 10 s early; agency 10 s late; timetable 90, last delay 70 early
        { prediction: said(160, 3, 300), agency: 291 }, // 10 s late; agency 1 s late; timetable 90, last delay 40 early
      ],
    );
    expect([rows, common]).toEqual([2, 2]);
    expect(
      methods.map(({ name, scores }) => [name, scores.all!.maeSeconds, scores.all!.biasSeconds]),
    ).toEqual([
      [PREDICTIONS, 10, 0],
      ['timetable', 90, 90],
      ['last-delay', 55, 55],
      ['agency', 5.5, -5.5],
    ]);
  });

  it('tells apart the rows of trips that had been seen', () => {
    const { methods } = compare(
      ['last-delay'],
      [
        { prediction: said(10, 3, 280), agency: 300 }, // not seen yet: 90 s off by the timetable
        { prediction: said(30, 3, 280), agency: 300 }, // seen 20 s late: 70 s off
      ],
    );
    const [, lastDelay] = methods;
    expect([lastDelay!.scores.all!.maeSeconds, lastDelay!.underWay.all!.maeSeconds]).toEqual([80, 70]);
  });

  it('says by how much the predictions are better, and how sure that is', () => {
    const { methods } = compare(['timetable'], [{ prediction: said(30, 3, 280), agency: 300 }]);
    expect(methods[1]!.difference['3-6']).toEqual({ maeSeconds: -80, interval: { low: -80, high: -80 } });
    expect(methods[0]!.difference).toEqual({});
  });

  it('counts by the published standards on the same rows', () => {
    const { methods } = compare(['timetable'], [{ prediction: said(170, 3, 280), agency: 300 }]);
    const accurate = methods.map(({ standards }) => standards.mbta.classes[0]!.accurate);
    expect(accurate).toEqual([1, 0, 1]);
  });

  it('leaves out a row for which one has no answer, and names it', () => {
    const withoutLast = ROWS.map((row) => (row.stopSequence === 3 ? unscheduled(row) : row));
    const report = compare(
      ['timetable'],
      [
        { prediction: said(30, 2, 150), agency: 140 },
        { prediction: said(30, 2, 150) },
        { prediction: said(30, 3, 290) },
      ],
      withoutLast,
    );
    expect(report).toMatchObject({ rows: 3, common: 1, withoutAnswer: { agency: 2, timetable: 1 } });
  });
});
