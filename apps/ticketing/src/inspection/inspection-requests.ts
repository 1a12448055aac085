import { FINE_STATES } from '@rukh/domain/ledger';
import { INSPECTION_RESULTS } from '@rukh/domain/taps';
import { z } from 'zod';

const id = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/, 'must be 1 to 64 letters, digits, . - or _');

export const inspectorRequest = z.object({
  inspectorId: id,
  operatorId: id,
  pin: z.string().regex(/^\d{6,12}$/, 'must be 6 to 12 digits'),
  isActive: z.boolean().default(true),
});
export const signInRequest = z.object({ inspectorId: id, pin: z.string().min(1).max(12) });
export const signInAnswer = z.object({ token: z.string() });
export const sessionRequest = z.object({ vehicleId: z.string().min(1).max(64) });
export const sessionAnswer = z.object({ sessionId: z.number(), vehicleId: z.string() });
export const checkRequest = z.object({
  code: z.string().min(1).max(2_000).describe('Number of the card, or what its code says'),
  isWrongHolder: z.boolean().default(false),
});
export const checkAnswer = z.object({
  inspectionId: z.number(),
  result: z.enum(INSPECTION_RESULTS),
  earlierFineId: z
    .number()
    .optional()
    .describe('A fine in force that was issued for the same medium in this inspection already'),
});
export const fineAnswer = z.object({
  fineId: z.number(),
  state: z.enum(FINE_STATES),
  amountMinor: z.number(),
  currency: z.string(),
});
export const finesAnswer = z.object({ fines: z.array(fineAnswer) });
