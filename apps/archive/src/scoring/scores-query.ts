import { z } from 'zod';

/** What scores may be asked for: a month of hours at most, of one route or of the network. */
const MOST_DAYS = 31;
const DAY_MS = 86_400_000;

export const scoresQuery = z
  .object({
    from: z.iso
      .datetime({ offset: true })
      .optional()
      .describe(
        'Hours from this instant, e.g. 2026-11-23T00:00:00Z; a day before `to` where it is not given',
      ),
    to: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('Hours before this instant, otherwise before now; at most 31 days after `from`'),
    routeId: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Of this route of the GTFS; otherwise of the whole network, with other methods beside it'),
    format: z.enum(['json', 'csv']).default('json').describe('Form of the answer'),
  })
  .transform(({ from, to, ...rest }) => {
    const toMs = to === undefined ? Date.now() : Date.parse(to);
    return { ...rest, toMs, fromMs: from === undefined ? toMs - DAY_MS : Date.parse(from) };
  })
  .refine(({ fromMs, toMs }) => toMs > fromMs && toMs - fromMs <= MOST_DAYS * DAY_MS, {
    path: ['to'],
    error: 'must be within 31 days after from',
  });
export type ScoresQuery = z.output<typeof scoresQuery>;

const seconds = (what: string): z.ZodOptional<z.ZodNumber> =>
  z.number().optional().describe(`${what}, seconds`);
const share = (what: string): z.ZodOptional<z.ZodNumber> => z.number().optional().describe(`${what}, 0 to 1`);

/** One hour of arrivals at one horizon; what is not known is left out. */
export const scoreRow = z.object({
  hour: z.string().describe('Start of the hour of the arrivals'),
  route_id: z.string().optional().describe('Absent for the whole network'),
  horizon: z.string().describe('Minutes from the prediction to the arrival, e.g. 3-6'),
  visits: z.number().int().describe('Arrivals of the hour'),
  visits_predicted: z.number().int().describe('Of them, those that were predicted at this horizon'),
  predictions: z.number().int().describe('Samples of predictions at this horizon'),
  mean_absolute_error_seconds: seconds('Mean absolute error'),
  median_absolute_error_seconds: seconds('Median of the absolute error'),
  p90_absolute_error_seconds: seconds('90th percentile of the absolute error'),
  bias_seconds: seconds('Mean of actual minus predicted'),
  within_60_share: share('Share of errors of at most 60 s'),
  interval_coverage: share('Share of arrivals within the published interval'),
  interval_width_seconds: seconds('Mean width of the interval'),
  change_seconds: seconds('Mean change from one sample to the next'),
  common_predictions: z.number().int().optional().describe('Samples for which every method has an answer'),
  common_mae_seconds: seconds('On those, mean absolute error of the predictions'),
  timetable_mae_seconds: seconds('of the timetable'),
  last_delay_mae_seconds: seconds('of the last delay carried forward'),
  constant_mae_seconds: seconds('of the timetable and a constant'),
  kalman_mae_seconds: seconds("of TransitClock's Kalman filter"),
  median_10_mae_seconds: seconds('of the median of the last ten crossings'),
});

export const scoresAnswer = z.object({ rows: z.array(scoreRow) });
