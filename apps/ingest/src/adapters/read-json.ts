import { z } from 'zod';
import { MESSAGE_LIMITS, MessageRefusedError } from './ingest-adapter.js';

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** The value of a JSON text in bytes. Throws a MessageRefusedError. */
export function readJson(payload: Uint8Array): unknown {
  if (payload.length === 0) throw new MessageRefusedError('empty', 'The message is empty: 0 bytes.');
  if (payload.length > MESSAGE_LIMITS.maxBytes) {
    throw new MessageRefusedError(
      'too_large',
      `The message has ${payload.length} bytes; at most ${MESSAGE_LIMITS.maxBytes} are read.`,
    );
  }
  try {
    return JSON.parse(UTF_8.decode(payload)) as unknown;
  } catch (error) {
    throw new MessageRefusedError('malformed', `The message is no JSON: ${(error as Error).message}.`);
  }
}

/** What is wrong with a value, in a line: `lat: Too big: expected number to be <=90`. */
export function describeIssues({ issues }: z.ZodError): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}
