/**
 * The one list of views, the same for a server with TimescaleDB and for one without: a file of db/history each,
 * holding a SELECT and nothing else. An aggregate becomes a continuous aggregate where there is TimescaleDB and
 * a plain view elsewhere; the others are plain views on both.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface HistoryView {
  readonly name: string;
  readonly kind: 'aggregate' | 'view';
  /** The SELECT, without a semicolon. */
  readonly select: string;
  /** Of the SELECT; says whether the view in the database is this one. */
  readonly sha256: string;
}

/** The same number of folders up from src and from dist. */
const DIRECTORY = fileURLToPath(new URL('../../../../../db/history', import.meta.url));

/** Aggregates first, then views, each by name. */
export async function listHistoryViews(directory = DIRECTORY): Promise<HistoryView[]> {
  return [
    ...(await readViews(join(directory, 'aggregates'), 'aggregate')),
    ...(await readViews(join(directory, 'views'), 'view')),
  ];
}

async function readViews(directory: string, kind: HistoryView['kind']): Promise<HistoryView[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => {
      const select = (await readFile(join(directory, file), 'utf8')).trim();
      const sha256 = createHash('sha256').update(select).digest('hex');
      return { name: file.slice(0, -'.sql'.length), kind, select, sha256 };
    }),
  );
}
