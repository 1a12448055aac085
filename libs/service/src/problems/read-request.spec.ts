import { z } from 'zod';
import { Problem } from './problem.js';
import { readRequest } from './read-request.js';

const schema = z.object({
  name: z.string(),
  names: z.record(z.string(), z.string()).optional(),
  tags: z.array(z.string()).optional(),
  any: z.unknown().optional(),
});

/** An array in an array, so many in all. */
const nest = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

function errorsOf(value: unknown): unknown {
  try {
    readRequest(schema, value);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { status: error.getStatus(), errors: error.details.errors };
  }
}

describe('a request', () => {
  it('that fits is what the schema makes of it', () => {
    expect(readRequest(schema, { name: 'Львів', more: 1 })).toEqual({ name: 'Львів' });
  });

  it('whose text has a character that the database keeps nowhere does not fit, wherever that is', () => {
    const nul = 'a\u0000b';
    for (const [value, path] of [
      [{ name: nul }, 'name'],
      [{ name: 'a', names: { uk: nul } }, 'names.uk'],
      [{ name: 'a', tags: ['b', nul] }, 'tags.1'],
    ] as const) {
      expect(errorsOf(value)).toEqual({
        status: 400,
        errors: [`${path}: must not have the character U+0000`],
      });
    }
  });

  it('whose names have it does not fit either, and the name is not repeated', () => {
    expect(errorsOf({ name: 'a', any: [{ 'a\u0000b': { c: 1 } }] })).toEqual({
      status: 400,
      errors: ['any.0: must not have a name with the character U+0000'],
    });
    expect(errorsOf({ name: 'a', names: { '\u0000': 'b' } })).toMatchObject({ status: 400 });
  });

  it('that is nested without an end is refused, not followed', () => {
    expect(errorsOf({ name: 'a', any: nest(31) })).toBeUndefined();
    for (const depth of [32, 100_000]) {
      expect(errorsOf({ name: 'a', any: nest(depth) })).toEqual({
        status: 400,
        errors: ['body: must not be nested deeper than 32'],
      });
    }
    expect(errorsOf(nest(100_000))).toMatchObject({ status: 400 });
  });
});
