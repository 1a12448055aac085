/**
 * The checker, a program of its own: reads the devices' journals and the tables, and says whether they agree. Ends with
 * 1 where they do not.
 *
 *     node test/chaos/taps/checker/check.ts --journals DIR --database URL [--truth FILE] [--clean URL] [--json FILE]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { checkClocks } from './check-clocks.ts';
import { checkConflicts } from './check-conflicts.ts';
import { checkMoney } from './check-money.ts';
import { STORED_TAPS, type StoredTap, checkTaps } from './check-taps.ts';
import type { Finding } from './findings.ts';
import { readJournals } from './read-journals.ts';

/** What only whoever made the faults can know. */
interface Truth {
  /** By how much each device's clock was ahead. */
  readonly driftsMs: Readonly<Record<string, number>>;
  /** Numbers under which another content was sent than the device's own. */
  readonly forged: readonly { readonly deviceId: string; readonly seq: number }[];
}

const { values } = parseArgs({
  options: {
    journals: { type: 'string' },
    database: { type: 'string' },
    truth: { type: 'string' },
    clean: { type: 'string' },
    json: { type: 'string' },
  },
});
const histories = readJournals(values.journals!);
const truth: Truth =
  values.truth === undefined
    ? { driftsMs: {}, forged: [] }
    : (JSON.parse(readFileSync(values.truth, 'utf8')) as Truth);
const client = new pg.Client(values.database);
await client.connect();
const { rows } = await client.query<StoredTap>(STORED_TAPS);
const findings: Finding[] = [
  ...checkTaps(histories, rows),
  ...(await checkConflicts(client, truth.forged)),
  ...checkClocks(histories, rows, truth.driftsMs),
  ...(await checkMoney(client, values.clean)),
];
await client.end();
for (const { name, checked, violations, examples } of findings) {
  console.log(`${violations === 0 ? 'ok  ' : 'FAIL'} ${name}: ${checked} checked, ${violations} violations`);
  for (const example of examples) console.log(`       ${example}`);
}
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(findings));
process.exitCode = findings.every(({ violations }) => violations === 0) ? 0 : 1;
