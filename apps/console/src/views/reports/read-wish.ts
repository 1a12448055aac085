import {
  REPORT_NAMES,
  REPORT_ROWS_BY,
  type ReportBy,
  type ReportName,
  type ReportView,
} from '@rukh/domain/dispatch';

/** The figure that a report is mostly asked for. */
const FIRST_FIGURE: Readonly<Record<ReportName, string>> = {
  presence: 'presencePercent',
  trips: 'operatedPercent',
  punctuality: 'onTimePercent',
  headways: 'excessWaitSeconds',
  off_route: 'offRoutePercent',
  ridership: 'persons',
  predictions: 'meanAbsoluteErrorSeconds',
  quality: 'withTripPercent',
};
export const CHARTS = ['bars', 'lines', 'spread'] as const;
export type ChartKind = (typeof CHARTS)[number];

/** What is asked for by the address. Days are YYYY-MM-DD. */
export interface ReportWish {
  readonly name: ReportName;
  readonly by: ReportBy;
  readonly from: string;
  readonly to: string;
  readonly routeId: string;
  readonly carrierId: string;
  /** What counts as early and late, seconds; '' for the usual bounds. */
  readonly early: string;
  readonly late: string;
}

/** @param today the day in the city, where the address has none; what the address says wrong is left out */
export function readWish(filters: Readonly<Record<string, string>>, today: string): ReportWish {
  const name = REPORT_NAMES.find((known) => known === filters['report']) ?? 'presence';
  const by = REPORT_ROWS_BY[name].find((known) => known === filters['by']) ?? REPORT_ROWS_BY[name][0]!;
  const from = filters['from'] ?? filters['to'] ?? today;
  const to = filters['to'] ?? from;
  return {
    name,
    by,
    from,
    to: to < from ? from : to,
    routeId: filters['route'] ?? '',
    carrierId: filters['carrier'] ?? '',
    early: name === 'punctuality' ? (filters['early'] ?? '') : '',
    late: name === 'punctuality' ? (filters['late'] ?? '') : '',
  };
}

/** Its path in the API, without the format. */
export function pathOfWish(
  { name, by, from, to, routeId, carrierId, early, late }: ReportWish,
  format: 'json' | 'csv',
): string {
  const query = new URLSearchParams({ from, to, by });
  if (routeId !== '') query.set('routeId', routeId);
  if (carrierId !== '') query.set('carrierId', carrierId);
  if (early !== '') query.set('earlySeconds', early);
  if (late !== '') query.set('lateSeconds', late);
  return `/dispatch/reports/${name}.${format}?${query.toString()}`;
}

export function firstFigure(name: ReportName): string {
  return FIRST_FIGURE[name];
}

/** The figure that the chart shows: what the address says, where the report has it. */
export function pickFigure(
  { name, columns }: Pick<ReportView, 'name' | 'columns'>,
  wanted: string | undefined,
): string {
  const figures = columns.filter(({ unit }) => unit !== 'text').map((column) => column.name);
  return figures.find((figure) => figure === wanted) ?? FIRST_FIGURE[name];
}

/** Only rows by hour make lines. */
export function pickChart(by: ReportBy, wanted: string | undefined): ChartKind {
  const kinds = chartsOf(by);
  return kinds.find((kind) => kind === wanted) ?? kinds[0]!;
}

export function chartsOf(by: ReportBy): readonly ChartKind[] {
  return by === 'hour' ? ['lines', 'bars', 'spread'] : ['bars', 'spread'];
}
