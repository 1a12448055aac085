import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { migrate } from '@rukh/adapters/postgres';
import { type ScratchPostgres, startScratchPostgres } from '@rukh/adapters/scratch-postgres';

const ROOT = resolve(import.meta.dirname, '../../../..');
const LVIV = join(ROOT, 'data/lviv/gtfs.zip');
// Exit codes and the two streams are what is tested, so the built program runs as a user runs it.
const MAIN = join(ROOT, 'apps/rukh/dist/main.js');

if (existsSync(MAIN)) {
  describe('rukh import', () => {
    let server: ScratchPostgres;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'rukh-import-spec-'));
      server = await startScratchPostgres();
    });
    afterAll(async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    });

    function run(...words: string[]): { code: number | null; out: string; err: string } {
      const env = { ...process.env, DATABASE_URL: server.url(), NODE_OPTIONS: '' };
      const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'import', ...words], {
        env,
        encoding: 'utf8',
      });
      return { code: status, out: stdout, err: stderr };
    }

    it('says what to do where the database has no tables', () => {
      const { code, err } = run(LVIV);
      expect([code, err]).toEqual([2, expect.stringMatching(/run rukh migrate first/)]);
    });

    it('imports, keeps, and puts in force; a second time it finds the version', async () => {
      await migrate(server.url());
      const first = run(LVIV, '--report', join(folder, 'report.json'));
      expect(first.code).toBe(0);
      expect(first.err).toMatch(
        /reading stop_times.txt\n[^]*kept as version 1\nin force from \d{4}-\d\d-\d\d\n$/,
      );
      expect(first.out).toMatch(/stops.txt:26 {2}note {2}unused_stop[^]*and 73 more of unused_stop\n/);
      expect(first.out).toMatch(/accepted: 0 errors, 0 warnings, 93 notes\n$/);
      const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as object;
      expect(report).toMatchObject({ accepted: true, summary: { trips: 13_979 } });
      expect(run(LVIV).err).toMatch(/it is version 1 already/);
      expect(run('nowhere.zip', '--if-none')).toMatchObject({
        code: 0,
        err: expect.stringMatching(/nothing to do/) as string,
      });
    });

    it('lists versions, and goes back to an older one', () => {
      expect(run('--list').out).toMatch(
        /^ {3}1 {2}4.33-timetabled-1 .* 60 routes, 13979 trips {2}gtfs.zip {2}in force\n$/,
      );
      expect(run('--rollback', '1', '--from', '2030-01-01').err).toMatch(/is in force from 2030-01-01\n/);
      expect(run('--rollback', '99')).toMatchObject({
        code: 2,
        err: expect.stringMatching(/no version 99/) as string,
      });
    });

    it('needs no database to check a feed, and exits with 1 where it is refused', async () => {
      const bad = join(folder, 'bad.zip');
      await writeFile(bad, 'no zip');
      expect(run(bad, '--dry-run', '--database', 'postgres://127.0.0.1:1/none')).toMatchObject({
        code: 1,
        out: expect.stringMatching(/^archive {2}error {2}archive_unreadable .*\nrefused: 1 errors/) as string,
      });
      expect(run(bad).code).toBe(1);
    });

    it.each([
      [[], /name a zip, a folder or an address/],
      [['nowhere.zip', '--dry-run'], /There is no file or folder .*nowhere.zip/],
      [['x.zip', '--from', 'tomorrow'], /no day of the form YYYY-MM-DD/],
      [['--rollback', 'newest'], /no number of a version/],
      [['--list', '--database', 'postgres://127.0.0.1:1/none'], /The database does not answer/],
      [['http://127.0.0.1:1/gtfs.zip', '--dry-run'], /private network\..*RUKH_GTFS_PRIVATE_HOSTS/],
      [['ftp://127.0.0.1/gtfs.zip', '--dry-run'], /no http or https address/],
      [['--what'], /unknown option/],
    ])('%j is one sentence and exit code 2', (words, sentence) => {
      const { code, err } = run(...words);
      expect([code, err]).toEqual([2, expect.stringMatching(sentence)]);
      expect(err).not.toMatch(/\n {4}at /);
    });

    it('fetches from a private network whose host the environment names, as it does for rukh up', () => {
      const env = { ...process.env, RUKH_GTFS_PRIVATE_HOSTS: 'gtfs.internal, 127.0.0.1' };
      const words = [MAIN, 'import', '--dry-run', 'http://127.0.0.1:1/gtfs.zip'];
      const { stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
      expect(stderr).toMatch(/The server cannot be reached: .*ECONNREFUSED/);
    });
  });
} else {
  console.log('rukh import is not tried: build first (npm run build).');
}
