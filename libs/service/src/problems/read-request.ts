import type { z } from 'zod';
import { Problem } from './problem.js';

/**
 * What a client sent, by its schema. `whole` names it where the fault is in no field of it.
 * @throws Problem 400 that says what does not fit, and repeats nothing of what was sent
 */
export function readRequest<S extends z.ZodType>(schema: S, value: unknown, whole = 'body'): z.output<S> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => `${path.join('.') || whole}: ${message}`);
  throw new Problem(400, { detail: 'The request does not fit the schema.', errors });
}
