import { createHash, randomBytes } from 'node:crypto';
import { type ImportReport, type Schedule, ScheduleCompiler, encodeSchedule } from '@rukh/domain/gtfs';
import { getServiceDate } from '@rukh/domain/time';
import type pg from 'pg';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '../../scratch-postgres/index.js';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool } from '../index.js';
import { GtfsVersions } from './gtfs-versions.js';
import { type ScheduleInForce, ScheduleStore, type ScheduleStoreOptions } from './schedule-store.js';

const FILES: readonly [string, string][] = [
  ['agency.txt', 'agency_name,agency_timezone\nA,Europe/Kyiv'],
  ['calendar_dates.txt', 'service_id,date,exception_type\nD,20261123,1'],
  ['routes.txt', 'route_id,route_type\nR,3'],
  ['stops.txt', 'stop_id,stop_lat,stop_lon\nS1,49.8,24\nS2,49.81,24'],
  ['trips.txt', 'route_id,service_id,trip_id\nR,D,T'],
  ['stop_times.txt', 'trip_id,stop_id,stop_sequence,arrival_time\nT,S1,1,08:00:00\nT,S2,2,08:05:00'],
];

/** A version whose trip bears its name. */
function compile(name: string): { schedule: Schedule; report: ImportReport } {
  const compiler = new ScheduleCompiler();
  for (const [file, text] of FILES) {
    const [header, ...rows] = text.replaceAll(/\bT\b/g, name).split('\n');
    const row = compiler.openFile(file, header!.split(','));
    for (const [i, line] of rows.entries()) row(line.split(','), i + 2);
  }
  const { schedule, report } = compiler.finish(name);
  return { schedule: schedule!, report };
}

function versionOf(name: string): Parameters<GtfsVersions['add']>[0] {
  const { schedule, report } = compile(name);
  const archive = Buffer.from(`zip of ${name}`);
  const sha256 = createHash('sha256').update(archive).digest('hex');
  return { sha256, source: `${name}.zip`, report, archive, compiled: encodeSchedule(schedule) };
}

const NOON = Date.UTC(2026, 10, 23, 10) / 1000;
const TODAY = getServiceDate('20261123');

let server: ScratchPostgres;
let pool: pg.Pool;
let versions: GtfsVersions;

beforeAll(async () => {
  server = await startMigratedPostgres();
});
afterAll(() => server.stop());

let databases = 0;
beforeEach(async () => {
  const databaseUrl = withPatience(await server.createDatabase(`versions_${++databases}`));
  pool = createPool({ databaseUrl, applicationName: 'test', statementTimeoutMs: 30_000 });
  versions = new GtfsVersions(pool);
});
afterEach(() => pool.end());

describe('versions of the GTFS', () => {
  it('are kept whole', async () => {
    const version = versionOf('T1');
    const { versionId, isNew } = await versions.add(version);
    expect(isNew).toBe(true);
    expect(await versions.find(versionId)).toMatchObject({
      sha256: version.sha256,
      feedVersion: 'T1',
      source: 'T1.zip',
      archiveBytes: version.archive.length,
      report: version.report,
    });
    expect(Buffer.compare(await bytesOf('archive', versionId), version.archive)).toBe(0);
    expect(Buffer.compare(await bytesOf('compiled', versionId), version.compiled)).toBe(0);
  });

  it('are the same where their bytes are, even when imported by two at once', async () => {
    const [one, two] = await Promise.all([versions.add(versionOf('T1')), versions.add(versionOf('T1'))]);
    expect(one.versionId).toBe(two.versionId);
    expect([one.isNew, two.isNew].filter(Boolean)).toHaveLength(1);
    expect(await versions.list()).toHaveLength(1);
  });

  it('carry archives of many megabytes', async () => {
    const archive = randomBytes(40 * 1024 * 1024);
    const sha256 = createHash('sha256').update(archive).digest('hex');
    const { versionId } = await versions.add({ ...versionOf('T1'), archive, sha256 });
    expect(Buffer.compare((await versions.findArchive(versionId))!, archive)).toBe(0);
  });

  it('that are not there cannot be put in force', async () => {
    expect(await versions.activate(4711, TODAY)).toBe(false);
    expect(await versions.listActivations()).toEqual([]);
    expect(await versions.find(4711)).toBeUndefined();
    expect(await versions.findArchive(4711)).toBeUndefined();
  });

  it('are listed with the day from which each is in force, the last word of each day', async () => {
    const one = await versions.add(versionOf('T1'));
    const two = await versions.add(versionOf('T2'));
    await versions.activate(one.versionId, TODAY);
    await versions.activate(two.versionId, getServiceDate('20261201'));
    await versions.activate(one.versionId, getServiceDate('20261201'));
    expect((await versions.listActivations()).map((a) => [a.fromDate, a.feedVersion, a.timeZone])).toEqual([
      ['20261201', 'T1', 'Europe/Kyiv'],
      ['20261123', 'T1', 'Europe/Kyiv'],
    ]);
  });

  async function bytesOf(what: 'archive' | 'compiled', versionId: number): Promise<Uint8Array> {
    return (await (what === 'archive' ? versions.findArchive(versionId) : versions.findCompiled(versionId)))!;
  }
});

describe('the store of the schedule in force', () => {
  let folder: string;
  let now: number;
  let said: string[];
  let stores: ScheduleStore[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rukh-cache-'));
    now = NOON;
    said = [];
    stores = [];
  });
  afterEach(async () => {
    for (const store of stores) store.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(options: Partial<ScheduleStoreOptions> = {}): Promise<ScheduleStore> {
    const store = new ScheduleStore({
      versions,
      cacheDirectory: folder,
      now: () => now,
      pollSeconds: 3600,
      leadSeconds: 0,
      log: (message) => said.push(message),
      ...options,
    });
    stores.push(store);
    await store.start();
    return store;
  }

  async function put(name: string, from: string): Promise<number> {
    const { versionId } = await versions.add(versionOf(name));
    await versions.activate(versionId, getServiceDate(from));
    return versionId;
  }

  const tripOf = ({ schedule }: ScheduleInForce): string => schedule.trips.ids[0]!;

  it('has none until one is in force, and says what to do', async () => {
    const store = await open();
    expect(store.current).toBeUndefined();
    expect(() => store.getCurrent()).toThrow(/rukh import/);
  });

  it('takes up a version that is put in force, and tells its readers once', async () => {
    const store = await open();
    const seen: string[] = [];
    store.subscribe((inForce) => seen.push(tripOf(inForce)));
    await put('T1', '20261101');
    await store.nudge();
    await store.nudge();
    expect(seen).toEqual(['T1']);
    expect(store.getCurrent()).toMatchObject({ feedVersion: 'T1', fromDate: '20261101' });
  });

  it('changes over at three in the morning of the service day, and back where one goes back', async () => {
    const first = await put('T1', '20261101');
    await put('T2', '20261124');
    const store = await open();
    const seen: string[] = [];
    const end = store.subscribe((inForce) => seen.push(tripOf(inForce)));
    now = Date.UTC(2026, 10, 24, 0, 59) / 1000;
    await store.nudge();
    expect(seen).toEqual(['T1']);
    now += 60;
    await store.nudge();
    expect(seen).toEqual(['T1', 'T2']);
    await versions.activate(first, getServiceDate('20261124'));
    await store.nudge();
    expect(seen).toEqual(['T1', 'T2', 'T1']);
    end();
    await put('T3', '20261124');
    await store.nudge();
    expect(seen).toHaveLength(3);
    expect(tripOf(store.getCurrent())).toBe('T3');
  });

  it('takes up a version only when planners could fetch it for a while, a process that begins at once', async () => {
    await put('T1', '20261101');
    const store = await open({ leadSeconds: 15 });
    expect(tripOf(store.getCurrent())).toBe('T1');
    now += 2;
    const second = await put('T2', '20261102');
    await store.nudge();
    now += 14;
    await store.nudge();
    expect(tripOf(store.getCurrent())).toBe('T1');
    const other = await open({ leadSeconds: 15 });
    await other.nudge();
    expect(tripOf(other.getCurrent())).toBe('T2');
    now += 1;
    await store.nudge();
    expect(tripOf(store.getCurrent())).toBe('T2');
    // A clock that is put back changes nothing; nor does saying again what is so.
    now -= 3600;
    await versions.activate(second, getServiceDate('20261102'));
    await store.nudge();
    expect(tripOf(store.getCurrent())).toBe('T2');
  });

  it('knows what was in force at an instant, by what had been put in force then', async () => {
    await put('T1', '20261101');
    await put('T2', '20261124');
    const store = await open();
    const nameAt = async (at: number): Promise<string | undefined> => {
      const inForce = await store.findAt(at);
      return inForce && tripOf(inForce);
    };
    expect(await nameAt(NOON)).toBe('T1');
    expect(await nameAt(NOON + 86_400)).toBe('T2');
    expect(await nameAt(NOON - 40 * 86_400)).toBeUndefined();
    // What is put in force now for a day of before is not what vehicles ran by until now.
    await pool.query(`UPDATE gtfs_activations SET made_at = now() - interval '1 hour'`);
    await put('T3', '20261124');
    await store.nudge();
    expect(await nameAt(Date.now() / 1000 + 1)).toBe('T3');
    expect(await nameAt(Date.now() / 1000 - 600)).toBe('T2');
  });

  it('polls by itself', async () => {
    const store = await open({ pollSeconds: 0.05 });
    const taken = new Promise<string>((resolve) => {
      store.subscribe((inForce) => resolve(tripOf(inForce)));
    });
    await put('T1', '20261101');
    expect(await taken).toBe('T1');
  });

  it('sees what was activated while it was looking', async () => {
    const store = await open();
    const looks = store.nudge();
    await put('T1', '20261101');
    await Promise.all([looks, store.nudge()]);
    expect(store.current && tripOf(store.current)).toBe('T1');
  });

  it('starts from its copy while the database is away, and changes over to a version it foresaw', async () => {
    await put('T1', '20261101');
    await put('T2', '20261124');
    await open();
    await pool.end();
    const store = await open();
    expect(tripOf(store.getCurrent())).toBe('T1');
    expect(store.trouble).toBeDefined();
    now += 24 * 3600;
    await store.nudge();
    expect(tripOf(store.getCurrent())).toBe('T2');
    pool = createPool({
      databaseUrl: withPatience(server.url(`versions_${databases}`)),
      applicationName: 'test',
    });
  });

  it('goes on with the old schedule while the database is down, and takes up the new one after', async () => {
    await put('T1', '20261101');
    const store = await open();
    await put('T2', '20261102');
    await server.kill();
    await store.nudge();
    expect(tripOf(store.getCurrent())).toBe('T1');
    await server.start();
    await store.nudge();
    expect(tripOf(store.getCurrent())).toBe('T2');
    expect(said).toContain('the database is back');
  });

  it('does not believe a copy that is damaged', async () => {
    const { sha256 } = (await versions.find(await put('T1', '20261101')))!;
    await open();
    await writeFile(join(folder, `${sha256}.schedule`), 'garbage');
    await writeFile(join(folder, 'activations.json'), '{"not": "a plan"');
    expect(tripOf((await open()).getCurrent())).toBe('T1');
    expect((await readFile(join(folder, `${sha256}.schedule`))).length).toBeGreaterThan(100);
  });

  it('keeps copies of what is in force and to come, and of nothing else', async () => {
    const old = await put('T0', '20260901');
    await put('T1', '20261101');
    await put('T2', '20261201');
    await open();
    const { sha256 } = (await versions.find(old))!;
    const kept = (await readdir(folder)).filter((name) => name.endsWith('.schedule'));
    expect(kept).toHaveLength(2);
    expect(kept).not.toContain(`${sha256}.schedule`);
  });

  it('works without a folder that can be written', async () => {
    await put('T1', '20261101');
    await writeFile(join(folder, 'file'), 'not a folder');
    const store = await open({ cacheDirectory: join(folder, 'file', 'cache') });
    expect(tripOf(store.getCurrent())).toBe('T1');
    expect(said.join()).toMatch(/no copy of the schedule could be kept/);
  });

  it('compiles anew what another Rukh compiled, and keeps that', async () => {
    const versionId = await put('T1', '20261101');
    await versions.replaceCompiled(versionId, Buffer.from('of another Rukh'));
    const without = await open({ cacheDirectory: undefined as never });
    expect(without.current).toBeUndefined();
    expect(without.trouble).toMatch(/compiled by another Rukh/);
    const store = await open({ compile: () => Promise.resolve(encodeSchedule(compile('T1').schedule)) });
    expect(tripOf(store.getCurrent())).toBe('T1');
    await without.nudge();
    expect(without.trouble).toBeUndefined();
  });

  it('lets no reader that fails keep the others on the old schedule', async () => {
    const store = await open();
    const seen: string[] = [];
    store.subscribe(() => {
      throw new Error('reader is broken');
    });
    store.subscribe((inForce) => seen.push(tripOf(inForce)));
    await put('T1', '20261101');
    await store.nudge();
    expect(seen).toEqual(['T1']);
    expect(said.join()).toMatch(/reader is broken/);
  });
});
