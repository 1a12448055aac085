import { z } from 'zod';
import { Problem } from './problem.js';
import { readRequest } from './read-request.js';

const schema = z.object({
  name: z.string(),
  names: z.record(z.string(), z.string()).optional(),
  tags: z.array(z.string()).optional(),
});

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
});
