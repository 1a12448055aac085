import { T, predicted, tripOf } from './arrivals.fixture.js';
import { type Period, type PeriodArrival, PeriodScorer, type PredictedArrival } from './index.js';

/** T1 of route A is 50 s late at B and 90 s late at C; T2 of route B is never predicted. */
const ROUTE_A = tripOf('T1', [
  [20, 0],
  [150, 100],
  [290, 200],
]).map((arrival): PeriodArrival => ({ ...arrival, routeId: 'A' }));
const ROUTE_B = tripOf('T2', [
  [0, 0],
  [100, 100],
]).map((arrival): PeriodArrival => ({ ...arrival, routeId: 'B' }));

const said = (madeAt: number, stop: number, at: number): PredictedArrival =>
  predicted(T + madeAt, T + at, {
    stopSequence: stop,
    stopId: String.fromCharCode(64 + stop),
    lowSeconds: T + at - 20,
    highSeconds: T + at + 20,
  });

function score(predictions: readonly PredictedArrival[], changes: Partial<Period> = {}) {
  const scorer = new PeriodScorer({
    arrivals: [...ROUTE_A, ...ROUTE_B],
    earlier: [],
    instants: Array.from({ length: 80 }, (_, i) => T - 3000 + 60 * i),
    longestSeconds: 1800,
    ...changes,
  });
  for (const prediction of predictions) scorer.add('A', prediction);
  return scorer.finish();
}

describe('scoring an hour of service', () => {
  const { scores, network } = score([said(60, 3, 280), said(120, 3, 300), said(120, 2, 150)]);
  const find = (horizon: string, routeId?: string) =>
    scores.find((one) => one.horizon === horizon && one.routeId === routeId);

  it('has the network and each route, by horizon', () => {
    expect(find('1-3', 'A')).toMatchObject({ visits: 3, visitsPredicted: 1, predictions: 1, maeSeconds: 10 });
    expect(find('3-6')).toMatchObject({ visits: 5, visitsPredicted: 1, predictions: 1, biasSeconds: 10 });
    expect(find('0-1')).toMatchObject({ visitsPredicted: 1, maeSeconds: 0, coverage: 1 });
    expect(find('1-3')).toMatchObject({ intervalWidthSeconds: 40, changeSeconds: 20 });
    expect(network.scored).toBe(3);
  });

  it('has routes that nobody predicted', () => {
    expect(find('1-3', 'B')).toEqual({
      routeId: 'B',
      horizon: '1-3',
      visits: 2,
      visitsPredicted: 0,
      predictions: 0,
    });
  });

  it('stands beside the baselines on the same rows', () => {
    expect(find('3-6')!.common).toEqual({
      predictions: 1,
      maeSeconds: {
        predictions: 10,
        timetable: 90,
        'last-delay': 70,
        constant: 70,
        kalman: 70,
        'median-10': 70,
      },
    });
    expect(find('3-6', 'A')).not.toHaveProperty('common');
  });

  it('lets baselines learn from the time before', () => {
    const earlier = tripOf('T0', [
      [-900, -900],
      [-770, -800],
      [-630, -700],
    ]);
    // A to B in 130 s, B to C in 140 s: 20 + 270 at C, where it came at 290.
    const learned = score([said(60, 3, 280)], { earlier }).scores;
    const [one] = learned.filter(({ common }) => common);
    expect(one!.common!.maeSeconds['median-10']).toBe(0);
  });

  it('says nothing of horizons that were not looked at', () => {
    expect(find('30-60')).toBeUndefined();
    expect(score([], { longestSeconds: 600 }).scores.map(({ horizon }) => horizon)).not.toContain('10-15');
  });

  it('refuses a route that comes again', () => {
    const scorer = new PeriodScorer({
      arrivals: [...ROUTE_A, ...ROUTE_B],
      earlier: [],
      instants: [],
      longestSeconds: 1800,
    });
    scorer.add('A', said(60, 3, 280));
    scorer.add('B', said(60, 3, 280));
    expect(() => scorer.add('A', said(60, 3, 280))).toThrow('Route A has no arrivals left');
  });
});
