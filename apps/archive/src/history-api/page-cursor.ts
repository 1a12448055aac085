/** The place between two pages as an opaque word for addresses: the key of the last row. */
import type { PageKey } from '@rukh/adapters/postgres';
import { z } from 'zod';

/** The farthest instant that a date can hold. */
const MOST_MS = 8.64e15;
const key = z.tuple([z.number().int().min(-MOST_MS).max(MOST_MS)], z.string().max(300));

export function writeCursor({ atMs, rest }: PageKey): string {
  return Buffer.from(JSON.stringify([atMs, ...rest])).toString('base64url');
}

/** Undefined where the text is no cursor of ours with so many parts after the time. */
export function findCursor(text: string, restParts: number): PageKey | undefined {
  try {
    const [atMs, ...rest] = key.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return rest.length === restParts ? { atMs, rest } : undefined;
  } catch {
    return undefined;
  }
}
