import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const shared = process.env.RUKH_SHARED ?? resolve(root, '../shared');
const folder = join(shared, 'data/small-gtfs');
const isThere = existsSync(folder);
if (!isThere) process.stdout.write(`skipped: no GTFS with frequencies.txt at ${folder}\n`);
const onFeeds = isThere ? describe : describe.skip;

function rukh(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'apps/rukh/dist/main.js'), ...args],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

onFeeds('an hour of a city of frequencies.txt, simulated and replayed with no hint of any trip', () => {
  it.each([
    ['without exact times', 'bullrunner-gtfs.zip'],
    ['with exact times', 'bullrunner-gtfs-timepoints-only-legacy-exact-times-1.zip'],
  ])('has vehicles on their lines and a feed without a fault: %s', (_, name) => {
    const out = mkdtempSync(join(tmpdir(), 'rukh-frequencies-'));
    try {
      const gtfs = join(folder, name);
      const recording = join(out, 'hour.csv.gz');
      const hour = ['--date', '2020-03-04', '--from', '08:00', '--hours', '1', '--interval', '10'];
      rukh('simulate', '--gtfs', gtfs, ...hour, '--seed', '1', '--out', recording);
      const hide = ['--hide', 'trip,route,stop'];
      rukh('replay', '--gtfs', gtfs, '--positions', recording, ...hide, '--out', out);
      const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Record<string, number>;
      expect(report['assigned']! / report['accepted']!).toBeGreaterThan(0.95);
      expect(report['snapshots_refused']).toEqual({});
      // Ends with another status than 0 where there is an error.
      expect(rukh('validate', join(out, 'feed'), '--gtfs', gtfs)).toContain('0 errors');
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
});
