import {
  PUNCTUALITY_LIMITS,
  REPORT_GROUPINGS,
  REPORT_LONGEST_DAYS,
  REPORT_NAMES,
  REPORT_ROWS_BY,
  type ReportBy,
  type ReportName,
  countDays,
} from '@rukh/domain/dispatch';
import { Problem, readRequest } from '@rukh/service';
import { z } from 'zod';

const seconds = (usual: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().min(0).max(7200).default(usual);

export const reportQuery = z
  .object({
    from: z.iso.date().optional().describe('First service day; today where not given'),
    to: z.iso.date().optional().describe('Last service day; that of `from` where not given'),
    routeId: z.string().min(1).max(200).optional(),
    carrierId: z.string().min(1).max(64).optional(),
    by: z.enum(REPORT_GROUPINGS).optional().describe('What a row is of; each report has its own'),
    earlySeconds: seconds(PUNCTUALITY_LIMITS.earlySeconds).describe('Earlier than this is early'),
    lateSeconds: seconds(PUNCTUALITY_LIMITS.lateSeconds).describe('Later than this is late'),
    unmatchedSeconds: seconds(PUNCTUALITY_LIMITS.unmatchedSeconds).describe('Farther off is another trip'),
    timepointsOnly: z.stringbool().default(false).describe('Punctuality at timing points only'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    error: 'is before from',
  });

const DAY_MS = 86_400_000;

export interface ReportRequest extends Omit<z.output<typeof reportQuery>, 'from' | 'to' | 'by'> {
  readonly name: ReportName;
  readonly format: 'json' | 'csv';
  readonly from: string;
  readonly to: string;
  readonly by: ReportBy;
}

/** @param file `trips`, `trips.json` or `trips.csv` @param today in the city, YYYY-MM-DD @throws Problem 400, 404 */
export function readReportRequest(file: string, query: unknown, today: string): ReportRequest {
  const [, base, format = 'json'] = /^([a-z_]+)(?:\.(json|csv))?$/.exec(file) ?? [];
  const name = REPORT_NAMES.find((one) => one === base);
  if (!name) {
    throw new Problem(404, { detail: `There is no such report; there are: ${REPORT_NAMES.join(', ')}.` });
  }
  const {
    from = today,
    to = from,
    by = REPORT_ROWS_BY[name][0]!,
    ...rest
  } = readRequest(reportQuery, query, 'query');
  const days = countDays(from, to);
  const longest = REPORT_LONGEST_DAYS[rest.routeId === undefined ? 'city' : 'line'];
  if (!(days >= 1 && days <= longest)) {
    throw new Problem(400, {
      detail: `From 1 to ${longest} days may be asked for, with routeId up to ${REPORT_LONGEST_DAYS.line}.`,
    });
  }
  if (!REPORT_ROWS_BY[name].includes(by)) {
    throw new Problem(400, { detail: `Rows of this report are by ${REPORT_ROWS_BY[name].join(', ')}.` });
  }
  return { ...rest, name, format: format === 'csv' ? 'csv' : 'json', from, to, by };
}

/** Service days from one to another, YYYYMMDD. */
export function listDates(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) {
    dates.push(new Date(at).toISOString().slice(0, 10).replaceAll('-', ''));
  }
  return dates;
}
