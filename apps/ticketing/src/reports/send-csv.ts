import type { ReportRow } from '@rukh/adapters/postgres';
import { writeCsv } from '@rukh/service';
import type { Reply } from '../ledger/answer-page.js';

/** Answers with a table that is saved as `{name}.csv`, and kept by no cache. */
export function sendCsv(reply: Reply, name: string, rows: readonly ReportRow[]): void {
  reply
    .header('content-type', 'text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .header('cache-control', 'no-store')
    .send(writeCsv(rows));
}
