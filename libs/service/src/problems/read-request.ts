import type { z } from 'zod';
import { Problem } from './problem.js';

/**
 * What a client sent, by its schema. `whole` names it where the fault is in no field of it.
 * @throws Problem 400 that says what does not fit, and repeats nothing of what was sent
 */
export function readRequest<S extends z.ZodType>(schema: S, value: unknown, whole = 'body'): z.output<S> {
  const parsed = schema.safeParse(value ?? {});
  const errors = parsed.success
    ? listNuls(parsed.data).map((path) => `${path.join('.') || whole}: must not have the character U+0000`)
    : parsed.error.issues.map(({ path, message }) => `${path.join('.') || whole}: ${message}`);
  if (parsed.success && errors.length === 0) return parsed.data;
  throw new Problem(400, { detail: 'The request does not fit the schema.', errors });
}

/** Where texts have the one character of JSON that PostgreSQL keeps in no text. */
function listNuls(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value === 'string') return value.includes('\0') ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => listNuls(part, [...path, key]));
}
