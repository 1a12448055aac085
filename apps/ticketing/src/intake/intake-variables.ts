import { z } from 'zod';

/** `HH:MM` as minutes after midnight. */
const localTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be like 04:00')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

/** Variables of devices and the intake of taps. */
export const intakeVariables = {
  RUKH_TICKETING_TOKEN_KEY: z
    .string()
    .min(32, 'must have at least 32 characters')
    .describe(
      'Secret by which tokens of media are turned into the names they are kept under; never to be changed',
    ),
  RUKH_TICKETING_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be like Europe/Kyiv')
    .optional()
    .meta({
      defaultText: 'as the tariffs say; without any as the ledger has it, UTC where nothing is booked',
    })
    .describe('Time zone of fare days and of the ledger’s days; tariffs should have the same'),
  RUKH_TICKETING_FARE_DAY_START: localTime
    .optional()
    .meta({ defaultText: 'as the tariff in force says' })
    .describe(
      'Local time at which a fare day begins, by which taps are late; prices always go by the tariff',
    ),
  RUKH_TICKETING_FARE_DAY_CLOSES_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(7 * 24 * 60)
    .default(6 * 60)
    .describe(
      'Minutes after its end that a fare day waits for validators at most; it closes as soon as all have given all of it, and taps that come later are LATE_ACCEPTED',
    ),
  RUKH_TICKETING_LATE_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(400)
    .default(35)
    .describe('Days after which a tap is not charged any more (LATE_EXPIRED)'),
  RUKH_TICKETING_DEVICE_TAPS_PER_SECOND: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(100)
    .describe(
      'Taps a second that a device may send for long, and sixty times as many at once; 0 for no limit',
    ),
};

function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
