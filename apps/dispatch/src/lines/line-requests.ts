/** What may be asked of lines. */
import { z } from 'zod';
import { answer } from '../live/describe-live.js';
import { at } from '../replay/read-moment.js';

const seconds = (most: number) => z.number().int().min(1).max(most).optional();

export const modeBody = z
  .object({
    mode: z.enum(['headway', 'schedule']).describe('To even headways, or to the timetable'),
    thresholds: z
      .strictObject({
        earlySeconds: seconds(1800),
        lateSeconds: seconds(7200),
        veryLateSeconds: seconds(7200),
        gapShare: z.number().min(1.05).max(10).optional().describe('Of the planned headway'),
        bunchShare: z.number().min(0.05).max(0.95).optional().describe('Of the planned headway'),
        bunchSeconds: seconds(3600),
        offRouteMetres: z.number().int().min(20).max(2000).optional(),
        notStartedSeconds: seconds(3500),
      })
      .optional()
      .describe('Those left out are those of the kind of line'),
  })
  .refine(
    ({ thresholds: t }) =>
      t?.lateSeconds === undefined || t.veryLateSeconds === undefined || t.lateSeconds <= t.veryLateSeconds,
    { path: ['thresholds', 'veryLateSeconds'], error: 'must not be below lateSeconds' },
  );

const DAY_SECONDS = 86_400;
const BACK_SECONDS = 3600;
const AHEAD_SECONDS = 1800;

const spanSeconds = z.coerce.number().int().min(60).max(DAY_SECONDS);

export const diagramQuery = z
  .object({
    direction: z.coerce
      .number()
      .int()
      .min(0)
      .max(1)
      .default(0)
      .describe('direction_id; 0 where the line has none'),
    t: at,
    back: spanSeconds.default(BACK_SECONDS).describe('Seconds before now, where neither end is given'),
    ahead: spanSeconds.default(AHEAD_SECONDS).describe('Seconds from now on, where neither end is given'),
    from: z.coerce.number().optional().describe('Epoch seconds; an hour ago without it'),
    to: z.coerce
      .number()
      .optional()
      .describe('Epoch seconds; in half an hour without it, at most a day after `from`'),
  })
  .refine(
    ({ from, to }) => from === undefined || to === undefined || (to > from && to - from <= DAY_SECONDS),
    {
      path: ['to'],
      error: 'must be within a day after from',
    },
  );
export type DiagramQuery = z.output<typeof diagramQuery>;

export function windowOf({ from, to, back, ahead }: DiagramQuery, now: number): { from: number; to: number } {
  const start = from ?? (to === undefined ? now - back : to - back - ahead);
  const end = to ?? (from === undefined ? now + ahead : from + back + ahead);
  return { from: Math.floor(start), to: Math.floor(Math.max(start + 1, Math.min(end, start + DAY_SECONDS))) };
}

const stop = z.object({
  stopId: z.string(),
  code: z.string(),
  name: z.string(),
  placeSeconds: z.number(),
  isTimepoint: z.boolean(),
});

export const LINE_ANSWER = answer(
  'Both directions: stops, vehicles, who waits, who is missing, headways',
  z.looseObject({
    at: z.number(),
    routeId: z.string(),
    mode: z.enum(['headway', 'schedule']),
    plannedVehicles: z
      .int()
      .optional()
      .describe('To whom the line belongs, as the next, ghosts and regularity'),
    actualVehicles: z.int().optional(),
    directions: z.array(
      z.looseObject({
        directionId: z.int(),
        stops: z.array(stop),
        vehicles: z.array(z.looseObject({ vehicleId: z.string(), placeSeconds: z.number() })),
        ghosts: z.array(z.looseObject({ tripId: z.string(), placeSeconds: z.number() })),
        excessWaitSeconds: z.number().optional(),
        headwayVariation: z.number().optional(),
      }),
    ),
  }),
);

const line = z.array(z.array(z.number())).describe('[at, placeSeconds, stop index or -1] each');
export const DIAGRAM_ANSWER = answer(
  'Polylines of each trip',
  z.object({
    at: z.number(),
    routeId: z.string(),
    directionId: z.int(),
    from: z.number(),
    to: z.number(),
    stops: z.array(stop),
    trips: z.array(
      z.looseObject({
        tripId: z.string(),
        serviceDate: z.string(),
        planned: line,
        actual: line,
        predicted: line,
      }),
    ),
  }),
);
