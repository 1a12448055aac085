/** What charts draw, from rows of a report. A value that is null is unknown: it is counted, never drawn as zero. */
import type { ReportRow } from '@rukh/domain/dispatch';

export interface Bar {
  readonly name: string;
  readonly value: number;
}

export interface Bars {
  /** The largest first; the smallest where that is what is looked for. */
  readonly bars: readonly Bar[];
  /** Rows with a value. */
  readonly known: number;
  readonly unknown: number;
  /** Zero is always within. */
  readonly least: number;
  readonly most: number;
}

/** Figures of which the smallest are looked for. */
const LOW_IS_BAD: ReadonlySet<string> = new Set([
  'presencePercent',
  'tripsPerformedPercent',
  'adherencePercent',
  'onTimePercent',
  'operatedPercent',
  'withTripPercent',
  'within60Percent',
  'intervalCoveragePercent',
]);
const MOST_BARS = 30;
const MOST_BINS = 12;

export function layOutBars(
  rows: readonly ReportRow[],
  figure: string,
  nameOf: (row: ReportRow) => string,
): Bars {
  const sign = LOW_IS_BAD.has(figure) ? -1 : 1;
  const known = rows
    .flatMap((row) => {
      const value = row[figure];
      return typeof value === 'number' ? [{ name: nameOf(row), value }] : [];
    })
    .sort((a, b) => sign * (b.value - a.value));
  const bars = known.slice(0, MOST_BARS);
  const values = bars.map(({ value }) => value);
  return {
    bars,
    known: known.length,
    unknown: rows.length - known.length,
    least: Math.min(0, ...values),
    most: Math.max(0, ...values),
  };
}

export interface Series {
  readonly name: string;
  /** By hour, 0 to 23; hours without a value are left out. */
  readonly points: readonly (readonly [hour: number, value: number])[];
}

/** A line for each thing that rows by hour are of; the worst or the largest, by their means, first. */
export function layOutSeries(
  rows: readonly ReportRow[],
  figure: string,
  nameOf: (row: ReportRow) => string,
): readonly Series[] {
  const series = new Map<string, (readonly [number, number])[]>();
  for (const row of rows) {
    const value = row[figure];
    const hour = Number(row['hour']);
    if (typeof value !== 'number' || row['hour'] === null || !Number.isInteger(hour)) continue;
    const name = nameOf(row);
    series.set(name, [...(series.get(name) ?? []), [hour, value]]);
  }
  const sign = LOW_IS_BAD.has(figure) ? -1 : 1;
  return [...series]
    .map(([name, points]) => ({ name, points: points.sort(([a], [b]) => a - b) }))
    .sort((a, b) => sign * (meanOf(b) - meanOf(a)));
}

function meanOf({ points }: Series): number {
  return points.reduce((sum, [, value]) => sum + value, 0) / points.length;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

/** How many rows have a value of about so much: in steps of 1, 2 or 5 times a power of ten, at most twelve. */
export function layOutBins(rows: readonly ReportRow[], figure: string): readonly Bin[] {
  const values = rows.map((row) => row[figure]).filter((value) => typeof value === 'number');
  if (values.length === 0) return [];
  const least = Math.min(...values);
  const most = Math.max(...values);
  const step = roundStep((most - least) / (MOST_BINS - 1));
  const first = Math.floor(least / step);
  const counts = new Array<number>(Math.floor(most / step) - first + 1).fill(0);
  for (const value of values) counts[Math.floor(value / step) - first]!++;
  return counts.map((count, i) => ({ from: (first + i) * step, to: (first + i + 1) * step, rows: count }));
}

/** The next step up that people count in. */
export function roundStep(wanted: number): number {
  if (!(wanted > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((one) => one * power >= wanted * (1 - 1e-9)) ?? 10;
  return factor * power;
}
