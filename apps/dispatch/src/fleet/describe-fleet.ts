import { z } from 'zod';

const id = z
  .string()
  .regex(/^[^\s,;"]{1,64}$/u, 'must be 1 to 64 characters without spaces, commas and quotes');
const name = z.string().trim().min(1).max(200);

export const carrier = z.strictObject({ carrierId: id, name });

/** A row of the registry, as it is sent and given. */
export const fleetVehicle = z
  .strictObject({
    vehicleId: id,
    carrierId: id,
    label: z.string().trim().min(1).max(32).optional().describe('Number painted on it'),
    plate: z.string().trim().min(1).max(16).optional(),
    isLowFloor: z.boolean().optional(),
    capacity: z.number().int().min(1).max(1000).optional().describe('Places in all, seats and standing'),
    validFrom: z.iso.date().optional().describe('First day; since ever where not given'),
    validTo: z.iso.date().optional().describe('Last day; where not given it holds on'),
  })
  .refine(({ validFrom, validTo }) => validTo === undefined || (validFrom ?? '') <= validTo, {
    path: ['validTo'],
    error: 'is before validFrom',
  });

/** What became of a file of vehicles. */
export const fleetImport = z.object({
  isDone: z.boolean(),
  rows: z.int(),
  added: z.int(),
  changed: z.int(),
  same: z.int(),
  carriers: z.array(carrier),
  faults: z.array(
    z.object({
      line: z.int().optional(),
      column: z.string().optional(),
      words: z.object({ uk: z.string(), en: z.string() }),
    }),
  ),
  faultCount: z.int(),
});
