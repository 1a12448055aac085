import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { ReportRow } from '@rukh/adapters/postgres';
import { writeCsv, writeCsvPages } from '@rukh/service';
import type { Reply } from '../ledger/answer-page.js';

/** Answers with a table that is saved as `{name}.csv`, and kept by no cache. */
export function sendCsv(reply: Reply, name: string, rows: readonly ReportRow[]): void {
  head(reply, name).send(writeCsv(rows));
}

/**
 * The same with a long table, as fast as it is taken; resolves when that is over. What fails before the first rows is
 * answered by its status; later it breaks the connection off, so that nobody takes a part for the whole.
 */
export async function streamCsv(
  reply: Reply,
  name: string,
  pages: AsyncIterable<readonly ReportRow[]>,
): Promise<void> {
  const bytes = Readable.from(writeCsvPages(pages), { objectMode: false });
  const closed = new Promise((resolve) => bytes.once('close', resolve));
  await once(bytes, 'readable');
  head(reply, name).send(bytes);
  await closed;
}

function head(reply: Reply, name: string): Reply {
  return reply
    .header('content-type', 'text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('cache-control', 'no-store');
}
