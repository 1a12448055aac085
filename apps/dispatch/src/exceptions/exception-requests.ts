/** What may be asked of the exceptions. */
import { EXCEPTION_KINDS } from '@rukh/domain/dispatch';
import { z } from 'zod';
import { answer } from '../live/describe-live.js';
import { at } from '../replay/read-moment.js';

const STATES = ['new', 'taken', 'snoozed', 'solved'] as const;
const LONGEST_SNOOZE_SECONDS = 8 * 3600;
const SNOOZE_SECONDS = 900;

const list = <T extends string>(values: readonly [T, ...T[]], what: string) =>
  z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)))
    .optional()
    .describe(what);

export const exceptionsQuery = z.object({
  t: at,
  state: list(STATES, 'States by commas; without it those open'),
  kind: list(EXCEPTION_KINDS, 'Kinds by commas'),
  routeId: z.string().min(1).max(200).optional().describe('Only of this line'),
  vehicleId: z.string().min(1).max(200).optional().describe('Only of this vehicle'),
  from: z.coerce
    .number()
    .optional()
    .describe('Solved ones from this instant on, epoch seconds; an hour ago without it'),
  to: z.coerce.number().optional().describe('Solved ones before this instant'),
  limit: z.coerce.number().int().min(1).max(1000).default(200).describe('Solved ones at most'),
});
export type ExceptionsQuery = z.output<typeof exceptionsQuery>;

export const handlingBody = z.object({
  until: z
    .number()
    .optional()
    .describe('Of a snooze, epoch seconds; a quarter of an hour from now without it'),
  note: z.string().max(500).optional().describe('A word on it, for the journal'),
});

/** The end of a snooze that starts at `now`: at least half a minute and at most eight hours away. */
export function snoozeUntil(until: number | undefined, now: number): number {
  const wished = until ?? now + SNOOZE_SECONDS;
  return Math.floor(Math.max(now + 30, Math.min(now + LONGEST_SNOOZE_SECONDS, wished)));
}

export const exceptionSchema = z.looseObject({
  exceptionId: z.string(),
  kind: z.enum(EXCEPTION_KINDS),
  state: z.enum(STATES),
  routeId: z.string().optional(),
  directionId: z.int().optional(),
  vehicleId: z.string().optional(),
  otherVehicleId: z.string().optional(),
  tripId: z.string().optional(),
  value: z.number().optional(),
  expected: z.number().optional(),
  sinceSeconds: z.number(),
  raisedAt: z.number(),
});

export const EXCEPTIONS_ANSWER = answer(
  'The most urgent kind first, and then the oldest',
  z.object({ at: z.number(), exceptions: z.array(exceptionSchema) }),
);
export const EXCEPTION_ANSWER = answer('As it is now', exceptionSchema);
