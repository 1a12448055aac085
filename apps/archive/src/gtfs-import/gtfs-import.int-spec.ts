import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { GtfsVersions } from '@rukh/adapters/postgres';
import { type ScratchPostgres, startMigratedPostgres, withPatience } from '@rukh/adapters/scratch-postgres';
import { decodeSchedule } from '@rukh/domain/gtfs';
import { createApp } from '@rukh/service';
import { GtfsImportModule } from './gtfs-import.module.js';
import { renewCompiled } from './renew-compiled.js';

const ROOT = resolve(import.meta.dirname, '../../../..');
const LVIV = resolve(ROOT, 'data/lviv/gtfs.zip');
// Imports run in a process of their own, which needs what was built.
const isBuilt = existsSync(resolve(ROOT, 'libs/adapters/dist/gtfs-files/import-child.js'));
const TOKEN = 'a-token-for-tests-only';
const authorization = `Bearer ${TOKEN}`;

let server: ScratchPostgres;
let app: NestFastifyApplication;
let zip: Buffer;

async function start(environment: Record<string, string>): Promise<NestFastifyApplication> {
  Object.assign(process.env, {
    RUKH_LOG_LEVEL: 'silent',
    DATABASE_URL: withPatience(server.url()),
    ...environment,
  });
  const started = await createApp(GtfsImportModule, { name: 'test' });
  await started.init();
  await started.getHttpAdapter().getInstance().ready();
  return started;
}

beforeAll(async () => {
  if (!isBuilt) console.log('Imports by HTTP are not tried: build first (npm run build).');
  zip = await readFile(LVIV);
  server = await startMigratedPostgres();
  app = await start({ RUKH_ADMIN_TOKEN: TOKEN, RUKH_GTFS_PRIVATE_HOSTS: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  await server.stop();
});

describe('the administration of the GTFS', () => {
  it.each([undefined, 'Bearer wrong', 'Basic abc', `Bearer ${TOKEN}x`])('is closed to %p', async (given) => {
    const headers = given === undefined ? {} : { authorization: given };
    for (const url of ['/api/v1/gtfs/imports', '/api/v1/gtfs/imports/1', '/api/v1/gtfs/activations']) {
      const answer = await app.inject({ url, headers });
      expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    }
    for (const url of ['/api/v1/gtfs/imports', '/api/v1/gtfs/activations']) {
      expect((await app.inject({ method: 'POST', url, headers, payload: {} })).statusCode).toBe(401);
    }
  });

  it('is as if it were not there where no token is configured', async () => {
    delete process.env.RUKH_ADMIN_TOKEN;
    const off = await start({});
    const answer = await off.inject({ url: '/api/v1/gtfs/imports', headers: { authorization } });
    expect(answer.statusCode).toBe(404);
    await off.close();
  });

  it.each<[string, object]>([
    ['no address', {}],
    ['an address of another kind', { url: 'file:///etc/passwd' }],
    ['a wrong day', { url: 'https://gtfs.example/x.zip', fromDate: '2026-02-30' }],
    ['an unknown member', { url: 'https://gtfs.example/x.zip', path: '/etc/passwd' }],
  ])('refuses %s', async (_, payload) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/gtfs/imports',
      headers: { authorization },
      payload,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ errors: string[] }>().errors).not.toEqual([]);
  });

  it('tells of an address that cannot be reached, and does not go into the network', async () => {
    for (const url of ['http://127.0.0.1:1/', 'http://169.254.169.254/', 'http://[::1]/']) {
      const payload = { url };
      const answer = await app.inject({
        method: 'POST',
        url: '/api/v1/gtfs/imports',
        headers: { authorization },
        payload,
      });
      expect([answer.statusCode, answer.json<{ title: string }>().title]).toEqual([422, 'Unreachable']);
    }
  });

  it('has no version to put in force before one was imported', async () => {
    const payload = { versionId: 4711 };
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/gtfs/activations',
      headers: { authorization },
      payload,
    });
    expect(answer.statusCode).toBe(404);
    expect((await app.inject({ url: '/gtfs/static.zip' })).statusCode).toBe(404);
  });
});

if (isBuilt) {
  describe('a GTFS sent by HTTP', () => {
    const upload = (query = '', payload = zip) =>
      app.inject({
        method: 'POST',
        url: `/api/v1/gtfs/imports${query}`,
        headers: { authorization, 'content-type': 'application/zip' },
        payload,
      });

    it('is kept, reported on, and put in force', async () => {
      const answer = await upload();
      expect(answer.statusCode).toBe(201);
      expect(answer.json()).toMatchObject({
        report: { accepted: true, feedVersion: '4.33-timetabled-1', summary: { trips: 13_979 } },
        version: { isNew: true },
        fromDate: expect.stringMatching(/^\d{8}$/) as string,
      });
    });

    it('is the same version where it is sent again, and then is quick', async () => {
      const answer = await upload('?activate=false');
      expect(answer.json()).toMatchObject({ version: { isNew: false, versionId: 1 } });
      const { rows } = await listed();
      expect(rows).toHaveLength(1);
    });

    it('is listed, and its report can be read again', async () => {
      const { rows } = await listed();
      expect(rows[0]).toMatchObject({ versionId: 1, source: 'upload', summary: { routes: 60 } });
      const one = await app.inject({ url: '/api/v1/gtfs/imports/1', headers: { authorization } });
      expect(one.json()).toMatchObject({ report: { counts: { unused_stop: 93 } } });
      expect(
        (await app.inject({ url: '/api/v1/gtfs/imports/x', headers: { authorization } })).statusCode,
      ).toBe(400);
      expect(
        (await app.inject({ url: '/api/v1/gtfs/imports/99', headers: { authorization } })).statusCode,
      ).toBe(404);
    });

    it('that is no GTFS is refused with the findings', async () => {
      const answer = await upload('', Buffer.from('no zip'));
      expect(answer.statusCode).toBe(422);
      expect(answer.json()).toMatchObject({
        title: 'GTFS refused',
        errors: [expect.stringMatching(/archive_unreadable/)],
      });
    });

    it('waits for nobody: a second import is told to come back', async () => {
      const answers = await Promise.all([upload('', Buffer.from('a')), upload('', Buffer.from('b'))]);
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([422, 503]);
      expect(answers.find(({ statusCode }) => statusCode === 503)!.headers['retry-after']).toBe('30');
    });

    it('is fetched from an address that the operator allows', async () => {
      const web: Server = createServer((_, response) => response.end(zip));
      await new Promise<void>((done) => web.listen(0, '127.0.0.1', done));
      const url = `http://name:secret@127.0.0.1:${(web.address() as AddressInfo).port}/gtfs.zip`;
      const payload = { url, activate: false };
      const answer = await app.inject({
        method: 'POST',
        url: '/api/v1/gtfs/imports',
        headers: { authorization },
        payload,
      });
      expect(answer.json()).toMatchObject({ version: { versionId: 1 } });
      web.close();
    });

    it('is compiled anew where the compiled form is of another Rukh', async () => {
      const versions = app.get(GtfsVersions);
      const now = Date.now() / 1000;
      expect(await renewCompiled(versions, now)).toEqual([]);
      await versions.replaceCompiled(1, Buffer.from('of another Rukh'));
      expect(await renewCompiled(versions, now)).toEqual([1]);
      expect(decodeSchedule((await versions.findCompiled(1))!).trips.ids).toHaveLength(13_979);
    });

    it('is put in force from a day, and an older one again', async () => {
      for (const fromDate of ['2030-01-01', '20300101']) {
        const payload = { versionId: 1, fromDate };
        const answer = await app.inject({
          method: 'POST',
          url: '/api/v1/gtfs/activations',
          headers: { authorization },
          payload,
        });
        expect([answer.statusCode, answer.json()]).toEqual([201, { versionId: 1, fromDate: '20300101' }]);
      }
      const answer = await app.inject({ url: '/api/v1/gtfs/activations', headers: { authorization } });
      // From 2030 on it holds anyway: saying so again is no new activation.
      expect(answer.json<object[]>()).toHaveLength(1);
    });

    async function listed(): Promise<{ rows: object[] }> {
      const answer = await app.inject({ url: '/api/v1/gtfs/imports', headers: { authorization } });
      return { rows: answer.json<object[]>() };
    }
  });

  describe('the static feed in force', () => {
    it('is the archive byte for byte, for everybody', async () => {
      const answer = await app.inject({ url: '/gtfs/static.zip' });
      expect(answer.statusCode).toBe(200);
      expect(Buffer.compare(answer.rawPayload, zip)).toBe(0);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/zip',
        'content-length': String(zip.length),
        'access-control-allow-origin': '*',
        etag: expect.stringMatching(/^"[0-9a-f]{64}"$/) as string,
      });
    });

    it('is not sent again to whoever has it', async () => {
      const { headers } = await app.inject({ url: '/gtfs/static.zip' });
      const etag = headers.etag!;
      const modified = headers['last-modified'] as string;
      const conditions: [Record<string, string>, number][] = [
        [{ 'if-none-match': etag }, 304],
        [{ 'if-none-match': `"other", W/${etag}` }, 304],
        [{ 'if-none-match': '*' }, 304],
        [{ 'if-none-match': '"other"' }, 200],
        [{ 'if-modified-since': modified }, 304],
        [{ 'if-modified-since': 'Mon, 23 Nov 2020 10:00:00 GMT' }, 200],
        [{ 'if-modified-since': 'yesterday' }, 200],
        [{ 'if-none-match': '"other"', 'if-modified-since': modified }, 200],
      ];
      for (const [condition, status] of conditions) {
        const answer = await app.inject({ url: '/gtfs/static.zip', headers: condition });
        expect([condition, answer.statusCode]).toEqual([condition, status]);
        expect(answer.headers.etag).toBe(etag);
        if (status === 304) expect(answer.rawPayload).toHaveLength(0);
      }
    });

    it('answers HEAD without the bytes', async () => {
      const answer = await app.inject({ method: 'HEAD', url: '/gtfs/static.zip' });
      expect([answer.statusCode, answer.rawPayload.length]).toEqual([200, 0]);
      expect(answer.headers['content-length']).toBe(String(zip.length));
    });

    it('is one of the versions that can be had for ever', async () => {
      const list = (await app.inject({ url: '/gtfs/versions.json' })).json<
        { sha256: string; path: string }[]
      >();
      const inForce = (await app.inject({ url: '/gtfs/static.zip' })).headers.etag;
      const version = list.find(({ sha256 }) => `"${sha256}"` === inForce)!;
      const answer = await app.inject({ url: version.path });
      expect(Buffer.compare(answer.rawPayload, zip)).toBe(0);
      expect(answer.headers['cache-control']).toContain('immutable');
      expect((await app.inject({ url: `/gtfs/versions/${'0'.repeat(64)}.zip` })).statusCode).toBe(404);
      expect((await app.inject({ url: '/gtfs/versions/..%2Fstatic.zip' })).statusCode).toBe(404);
    });

    it('stays there while the database is away', async () => {
      await server.kill();
      const answer = await app.inject({ url: '/gtfs/static.zip' });
      expect(answer.statusCode).toBe(200);
      await server.start();
    });
  });
}
