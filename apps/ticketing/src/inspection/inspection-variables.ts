import { z } from 'zod';

const minutes = (most: number): z.ZodCoercedNumber => z.coerce.number().int().min(1).max(most);

/** Configuration of inspection. */
export const inspectionVariables = {
  RUKH_FINE_MINOR: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000_000)
    .optional()
    .meta({ defaultText: '`40000` with the bundled tariffs, else none: no fine is issued' })
    .describe('Fine for riding without a valid ticket, minor units of the currency'),
  RUKH_FINE_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capital letters')
    .optional()
    .meta({ defaultText: 'that of the tariff in force' })
    .describe(
      'Currency of the fine, ISO 4217; where it is not that of the tariff in force, no fine is issued',
    ),
  RUKH_INSPECTION_RIDE_MINUTES: minutes(600)
    .default(90)
    .describe('An inspection takes a tap on the vehicle for this ride where it is no older'),
  RUKH_INSPECTION_LOCK_MINUTES: minutes(120)
    .default(20)
    .describe('A forgotten inspection ends, and its vehicle is unlocked, after so long'),
};
