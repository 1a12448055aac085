import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFixes, readFixes, toLabel } from './read-fixes.js';

it('takes the time of a label as recordings have it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rukh-fixes-'));
  const path = join(folder, 'labels.csv');
  writeFileSync(path, 'ts,vehicle_id,trip_id\n2026-02-16T15:58:02Z,7,A\n1771257482000,7,A\nnoon,7,A\n');
  const counts = { rows: 0, malformed: 0 };
  const labels = [];
  for await (const fixes of readFixes(await openFixes(path, 'labels'), counts)) {
    labels.push(...fixes.map(toLabel));
  }
  rmSync(folder, { recursive: true });
  expect(labels.map(({ atSeconds }) => atSeconds)).toEqual([1771257482, 1771257482]);
  expect(counts).toEqual({ rows: 3, malformed: 1 });
});
