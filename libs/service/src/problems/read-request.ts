import type { z } from 'zod';
import { Problem } from './problem.js';

/** Nothing that Rukh is sent is half as deep; a body of brackets alone could otherwise use up the stack. */
const DEEPEST = 32;

/**
 * What a client sent, by its schema. `whole` names it where the fault is in no field of it.
 * @throws Problem 400 that says what does not fit, and repeats nothing of what was sent
 */
export function readRequest<S extends z.ZodType>(schema: S, value: unknown, whole = 'body'): z.output<S> {
  // Before the schema: one that is of itself would go down as far as the value does.
  if (isDeeper(value)) throw misfit([`${whole}: must not be nested deeper than ${DEEPEST}`]);
  const parsed = schema.safeParse(value ?? {});
  const errors = parsed.success
    ? listNuls(parsed.data).map(([path, what]) => `${path.join('.') || whole}: ${what}`)
    : parsed.error.issues.map(({ path, message }) => `${path.join('.') || whole}: ${message}`);
  if (parsed.success && errors.length === 0) return parsed.data;
  throw misfit(errors);
}

function misfit(errors: string[]): Problem {
  return new Problem(400, { detail: 'The request does not fit the schema.', errors });
}

function isDeeper(value: unknown, left = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return left === 0 || Object.values(value).some((part) => isDeeper(part, left - 1));
}

/** A path is made on a hit alone, from its end. */
type Nul = readonly [path: readonly string[], what: string];

/** Where texts and names have the one character of JSON that PostgreSQL keeps in no text. */
function listNuls(value: unknown): Nul[] {
  if (typeof value === 'string') {
    return value.includes('\0') ? [[[], 'must not have the character U+0000']] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]): Nul[] =>
    // The name itself is not said: it has the character.
    key.includes('\0')
      ? [[[], 'must not have a name with the character U+0000']]
      : listNuls(part).map(([path, what]) => [[key, ...path], what]),
  );
}
