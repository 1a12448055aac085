import { layOutBars, layOutBins, layOutSeries, roundStep } from './lay-out-chart.js';
import { pathOfWish, pickChart, pickFigure, readWish } from './read-wish.js';
import { dayBefore, writeDay } from './use-service-day.js';

const ROWS = [
  { routeId: 'A', hour: '08', value: 5 },
  { routeId: 'A', hour: '07', value: 12 },
  { routeId: 'B', hour: '07', value: null },
  { routeId: 'C', hour: '07', value: -3 },
];
const nameOf = (row: Readonly<Record<string, string | number | null>>): string => String(row['routeId']);

describe('what a chart draws', () => {
  it('has the largest bar first, and counts what is unknown', () => {
    expect(layOutBars(ROWS, 'value', nameOf)).toEqual({
      bars: [
        { name: 'A', value: 12 },
        { name: 'A', value: 5 },
        { name: 'C', value: -3 },
      ],
      known: 3,
      unknown: 1,
      least: -3,
      most: 12,
    });
  });

  it('has hours in their order, and no point where nothing is known', () => {
    expect(layOutSeries(ROWS, 'value', nameOf)).toEqual([
      {
        name: 'A',
        points: [
          [7, 12],
          [8, 5],
        ],
      },
      { name: 'C', points: [[7, -3]] },
    ]);
  });

  it('puts each known row into one bin of a round width', () => {
    const bins = layOutBins(ROWS, 'value');
    expect(bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(3);
    expect(bins[0]).toEqual({ from: -4, to: -2, rows: 1 });
    expect(bins.at(-1)).toEqual({ from: 12, to: 14, rows: 1 });
    expect(layOutBins([], 'value')).toEqual([]);
    expect(layOutBins([{ value: 7 }], 'value')).toEqual([{ from: 7, to: 8, rows: 1 }]);
  });

  it.each([
    [0, 1],
    [0.3, 0.5],
    [1.2, 2],
    [2, 2],
    [7, 10],
    [0.1, 0.1],
  ])('steps of %d are rounded to %d', (wanted, step) => expect(roundStep(wanted)).toBeCloseTo(step));
});

describe('what is asked for by the address', () => {
  it('is the day and the first grouping where it says nothing', () => {
    const wish = readWish({}, '2026-11-28');
    expect(pathOfWish(wish, 'csv')).toBe(
      '/dispatch/reports/presence.csv?from=2026-11-28&to=2026-11-28&by=route',
    );
  });

  it('leaves out what a report does not have', () => {
    const wish = readWish(
      { report: 'quality', by: 'stop', from: '2026-11-02', to: '2026-11-01', route: 'R 1' },
      '2026-11-28',
    );
    expect(wish).toMatchObject({ by: 'carrier', from: '2026-11-02', to: '2026-11-02' });
    expect(pathOfWish(wish, 'json')).toContain('routeId=R+1');
    const columns = [{ name: 'positions', unit: 'count' }] as const;
    expect(pickFigure({ name: 'quality', columns }, 'cows')).toBe('withTripPercent');
    expect(pickFigure({ name: 'quality', columns }, 'positions')).toBe('positions');
    expect(pickChart('route', 'lines')).toBe('bars');
    expect(pickChart('hour', undefined)).toBe('lines');
  });
});

describe('today', () => {
  it('is written as the fields for days have it, and so is the day before, over the turn of a month', () => {
    expect(writeDay('20261201')).toBe('2026-12-01');
    expect(dayBefore(writeDay('20261201'), 1)).toBe('2026-11-30');
  });
});
