import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '@rukh/service';
import { TileType } from 'pmtiles';
import { ConsolePageModule } from './console-page.module.js';
import { writePmtiles } from './write-pmtiles.fixture.js';

describe('the map under the console', () => {
  let folder: string;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rukh-tiles-'));
    const path = join(folder, 'lviv.pmtiles');
    await writePmtiles(path, {
      tileType: TileType.Png,
      metadata: { attribution: '© OpenStreetMap' },
      tiles: [{ place: [1, 1, 0], bytes: Buffer.from('picture') }],
    });
    Object.assign(process.env, { RUKH_CONSOLE_BASEMAP: path, RUKH_LOG_LEVEL: 'silent' });
    app = await createApp(ConsolePageModule, { name: 'console' });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(async () => {
    delete process.env['RUKH_CONSOLE_BASEMAP'];
    await app.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    ['1/1/0', 200, 'picture'],
    ['1/0/0', 204, ''],
    ['1/2/0', 400, undefined],
    ['1/-1/0', 400, undefined],
    ['x/0/0', 400, undefined],
    ['23/0/0', 400, undefined],
  ])('answers tile %s with %d', async (place, status, body) => {
    const answer = await app.inject({ url: `/console/tiles/${place}` });
    expect(answer.statusCode).toBe(status);
    if (body !== undefined) expect(answer.body).toBe(body);
    if (status === 200) expect(answer.headers['content-type']).toBe('image/png');
  });

  it('is told to the page, with whose it is', async () => {
    const { body } = await app.inject({ url: '/console' });
    expect(body).toContain('© OpenStreetMap');
    expect(body).toContain('/console/tiles/{z}/{x}/{y}');
  });

  it.each([
    ['/console/', 302, '/console'],
    ['/console/trips', 302, '/console?view=trips'],
    ['/console/assets/none.js', 404, undefined],
    ['/console/tiles/1/2', 404, undefined],
  ])('lies beside what people type: %s answers %d', async (url, status, location) => {
    const answer = await app.inject({ url });
    expect([answer.statusCode, answer.headers['location']]).toEqual([status, location]);
  });
});
