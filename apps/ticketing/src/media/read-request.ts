import { isForeignKeyViolation } from '@rukh/adapters/postgres';
import { Problem } from '@rukh/service';

/** A number in an address. @throws Problem 404: there is nothing of another name */
export function readId(text: string): number {
  const id = /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
  if (id === undefined) throw new Problem(404, { detail: 'There is nothing of this number.' });
  return id;
}

/** The name of a medium in an address. @throws Problem 404 */
export function readTokenRef(text: string): Buffer {
  if (!/^[0-9a-f]{32}$/.test(text)) throw new Problem(404, { detail: 'There is no such medium.' });
  return Buffer.from(text, 'hex');
}

/** Turns what the database says of a name that it does not know into a sentence. */
export async function refusingUnknown<T>(work: Promise<T>, what: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    throw new Problem(422, { detail: what });
  }
}
