import { TapMessageError } from '@rukh/adapters/protobuf';
import type { z } from 'zod';

const MOST_FAULTS = 3;

/** What a device says, by its schema. @throws TapMessageError naming the fields that do not fit, and nothing of what is in them */
export function readSaid<S extends z.ZodType>(schema: S, said: unknown): z.output<S> {
  const parsed = schema.safeParse(said);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, MOST_FAULTS);
  throw new TapMessageError(faults.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}
