/**
 * The whole demonstration, as a newcomer starts it, while each of its processes is killed in turn. A consumer
 * polls the feed all the time and must see nothing wrong: at worst, for some seconds, nothing.
 */
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort, findProcessStart } from '@rukh/adapters/embedded';
import { FeedWatch } from './feed-watch.js';
import { Launcher, listChildren } from './launcher.js';

const START_TIMEOUT_MS = 240_000;
const RECOVERY_TIMEOUT_MS = 120_000;

let home: string;
let env: Record<string, string>;
let launcher: Launcher;
let watch: FeedWatch;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'rukh-chaos-'));
  // PostgreSQL may have to run as another account.
  chmodSync(home, 0o755);
  env = {
    RUKH_HOME: home,
    RUKH_PORT: String(await findFreePort()),
    RUKH_MQTT_PORT: String(await findFreePort()),
    RUKH_DEMO_VEHICLES: '80',
    RUKH_LOG_LEVEL: 'info',
  };
  launcher = new Launcher(env);
  watch = new FeedWatch(`http://127.0.0.1:${env['RUKH_PORT']}/gtfs-rt/vehicle-positions.pb`);
  await launcher.untilSays('Rukh is running', START_TIMEOUT_MS);
  watch.start();
  await watch.untilNewerThan(0, RECOVERY_TIMEOUT_MS);
}, START_TIMEOUT_MS + RECOVERY_TIMEOUT_MS);

afterAll(async () => {
  await watch.stop();
  await launcher.signal('SIGINT');
  rmSync(home, { recursive: true, force: true });
});

describe('the demonstration', () => {
  it('says at a second start that it is running, and where', async () => {
    const second = new Launcher(env);
    expect(await second.exit).toBe(1);
    expect(second.output).toBe(
      `Rukh is already running at http://localhost:${env['RUKH_PORT']} (process ${launcher.pid}).\n`,
    );
  });

  it('gives a visitor what opens the pages of the e-ticket: a card, an inspector, a validator', async () => {
    await launcher.untilSays('/inspect  an inspector: ', START_TIMEOUT_MS);
    const said = (pattern: RegExp): string[] => pattern.exec(launcher.output)?.slice(1) ?? [];
    const [card, code] = said(/\/rider {2}a rider: card (\S+), code (\S+)/);
    const [inspectorId, pin, vehicleId] = said(/an inspector: (\S+), PIN (\S+), e\.g\. at vehicle (\S+)/);
    const url = `http://127.0.0.1:${env['RUKH_PORT']}`;
    const entered = await fetch(`${url}/rider/session`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ card: card!, code: code!, lang: 'en' }),
    });
    expect(entered.headers.get('set-cookie')).toContain('rider');
    const inspection = `${url}/api/v1/inspection`;
    const post = (path: string, body: object, headers: object = {}): Promise<Response> =>
      fetch(`${inspection}/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const signedIn = await post('sign-in', { inspectorId, pin });
    const { token } = (await signedIn.json()) as { token: string };
    const session = await post('sessions', { vehicleId }, { authorization: `Bearer ${token}` });
    expect(session.status).toBe(201);
    expect(said(/a validator: device demo, code (\S+)/)).toHaveLength(1);
  });

  it.each(['simulator', 'mqtt', 'redis', 'postgres', 'services'])(
    'recovers by itself from kill -9 of %s, and publishes nothing wrong',
    async (name) => {
      const vehiclesBefore = watch.vehicles;
      const pid = listChildren(home).get(name)!;
      process.kill(pid, 'SIGKILL');
      await launcher.untilSays(`${name} died (SIGKILL); starting it again`, RECOVERY_TIMEOUT_MS);
      await launcher.untilSays(`${name} is back`, RECOVERY_TIMEOUT_MS);
      // Made when it had long been back, of positions that came after.
      await watch.untilNewerThan(Date.now() / 1000 + 5, RECOVERY_TIMEOUT_MS);
      expect(watch.complaints).toEqual([]);
      expect(watch.vehicles).toBeGreaterThan(vehiclesBefore / 2);
    },
    3 * RECOVERY_TIMEOUT_MS,
  );

  it(
    'finds and stops what a killed launcher left, and is up again',
    async () => {
      const left = [...listChildren(home).values()];
      await launcher.signal('SIGKILL');
      launcher = new Launcher(env);
      await launcher.untilSays('stopped what an earlier start left running', RECOVERY_TIMEOUT_MS);
      await launcher.untilSays('Rukh is running', START_TIMEOUT_MS);
      const now = [...listChildren(home).values()];
      expect(left.filter((pid) => findProcessStart(pid) !== undefined && !now.includes(pid))).toEqual([]);
      await watch.untilNewerThan(Date.now() / 1000, RECOVERY_TIMEOUT_MS);
      expect(watch.complaints).toEqual([]);
    },
    2 * START_TIMEOUT_MS,
  );

  it('stops all that it started when it is told to, and leaves no lock', async () => {
    const pids = [...listChildren(home).values()];
    expect(await launcher.signal('SIGINT')).toBe(0);
    const alive = (): number[] => pids.filter((pid) => findProcessStart(pid) !== undefined);
    for (const end = Date.now() + 120_000; alive().length > 0 && Date.now() < end;) await delay(100);
    expect(alive()).toEqual([]);
    expect(existsSync(join(home, 'demo', 'rukh.lock'))).toBe(false);
  });

  it('begins no next step when it is told to stop while its servers start', async () => {
    const early = new Launcher(env);
    await early.untilSays(' is up (', START_TIMEOUT_MS);
    expect(await early.signal('SIGINT')).toBe(0);
    expect(early.output).toContain('rukh: stopping\n');
    expect(early.output).not.toContain('importing the timetable');
    expect(existsSync(join(home, 'demo', 'rukh.lock'))).toBe(false);
  }, 60_000);

  it(
    'goes on where nobody reads what it says any more',
    async () => {
      const unread = new Launcher(env);
      await unread.untilSays(' is up (', START_TIMEOUT_MS);
      unread.stopReading();
      for (const end = Date.now() + START_TIMEOUT_MS; !listChildren(home).has('services');) {
        expect(Date.now()).toBeLessThan(end);
        await delay(100);
      }
      expect(await unread.signal('SIGINT')).toBe(0);
      expect(listChildren(home).size).toBe(0);
    },
    START_TIMEOUT_MS + 60_000,
  );
});
