import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { Database } from '@rukh/adapters/postgres';
import type { TicketingConfig } from '../config.js';
import { Tariffs } from './tariffs.js';

const FLAT = {
  'fare_products.txt': 'fare_product_id,amount\nsingle,17.00',
  'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
};
const IN_FORCE_MS = Date.parse('2026-11-29T12:00:00Z');

describe('tariffs that are looked up and not priced by', () => {
  let folder: string;
  let tariffs: Tariffs;

  const put = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 't', name), text);
  };
  const startsAt = (dayStart: string): Record<string, string> => ({
    'tariff_info.txt': `tariff_id,valid_from,timezone,currency,fare_day_start\nt,2020-01-01,Europe/Kyiv,UAH,${dayStart}`,
  });
  /** The clock of the process goes on, and the folder is looked at. */
  const later = async (seconds: number): Promise<void> => {
    jest.setSystemTime(Date.now() + seconds * 1000);
    await tariffs.findHistory();
  };

  beforeEach(async () => {
    jest.useFakeTimers({ now: IN_FORCE_MS, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    folder = await mkdtemp(join(tmpdir(), 'rukh-tariffs-'));
    await mkdir(join(folder, 't'));
    await put({ ...FLAT, ...startsAt('03:00:00') });
    tariffs = new Tariffs({
      RUKH_TARIFFS: folder,
      RUKH_TICKETING_TIME_ZONE: 'Europe/Kyiv',
    } as TicketingConfig);
  });
  afterEach(async () => {
    jest.useRealTimers();
    await rm(folder, { recursive: true });
  });

  it('say when a fare day begins, once they were read, and anew after they changed', async () => {
    expect(tariffs.fareDayStartAt(IN_FORCE_MS)).toBe(0);
    await tariffs.findHistory();
    expect(tariffs.fareDayStartAt(IN_FORCE_MS)).toBe(180);
    await put(startsAt('04:30:00'));
    await later(60);
    expect(tariffs.fareDayStartAt(IN_FORCE_MS)).toBe(270);
  });

  it('are parsed again only where a file of them changed', async () => {
    const before = await tariffs.findHistory();
    await later(60);
    expect(await tariffs.findHistory()).toBe(before);
    await put(startsAt('04:30:00'));
    await later(60);
    expect(await tariffs.findHistory()).not.toBe(before);
  });

  it('go on as they were where those of now have errors', async () => {
    expect(await tariffs.findPlaceNeed()).toBe('never');
    await put({ 'fare_products.txt': 'fare_product_id,amount\nsingle,seventeen' });
    await later(60);
    expect(await tariffs.findPlaceNeed()).toBe('never');
    expect(tariffs.fareDayStartAt(IN_FORCE_MS)).toBe(180);
  });

  it('say why what is in the folder is not in force, until it is mended', async () => {
    await tariffs.findHistory();
    expect(tariffs.fault).toBeUndefined();
    await put({ 'fare_products.txt': 'fare_product_id,amount\nsingle,seventeen' });
    await later(60);
    expect(tariffs.fault).toContain('t/fare_products.txt:2');
    await put(FLAT);
    await later(60);
    expect(tariffs.fault).toBeUndefined();
  });

  it('say nothing of what was wrong in a folder that is empty now, where rides are priced', async () => {
    const unused = {} as Database;
    await put({ 'fare_products.txt': 'fare_product_id,amount\nsingle,seventeen' });
    await tariffs.renew(unused);
    expect(tariffs.fault).toContain('t/fare_products.txt:2');
    await rm(join(folder, 't'), { recursive: true });
    await tariffs.renew(unused);
    expect(tariffs.fault).toBeUndefined();
  });
});
