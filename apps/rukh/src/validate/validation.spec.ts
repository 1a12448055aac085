import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeFeedMessage } from '@rukh/adapters/protobuf';
import type { FeedEntity, FeedHeader, FeedMessage } from '@rukh/domain/realtime';
import type { FeedArrival } from './feed-arrival.js';
import { printValidation, printVerdict, toJson } from './print-validation.js';
import { type FileClock, readFolders } from './read-folders.js';
import { Validation } from './validation.js';

const NOW = 1_795_000_000;
const folder = mkdtempSync(join(tmpdir(), 'rukh-validate-'));
afterAll(() => rmSync(folder, { recursive: true }));

function positions(changes: Partial<FeedHeader> = {}, ...entity: FeedEntity[]): FeedMessage {
  return { header: { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp: NOW, ...changes }, entity };
}

function bus(id: string, timestamp = NOW): FeedEntity {
  return { id, vehicle: { vehicle: { id }, timestamp, position: { latitude: 49.8, longitude: 24 } } };
}

function write(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

async function validateFiles(
  sources: readonly string[],
  clock: FileClock = 'header',
  examples = 2,
): Promise<Validation> {
  const validation = new Validation({ examples });
  for await (const arrivals of readFolders(sources, clock)) validation.take(arrivals);
  return validation;
}

describe('validating files', () => {
  it('takes a folder for a series in the order of its names, numbers as numbers', async () => {
    write('series/10.pb', encodeFeedMessage(positions({ timestamp: NOW + 60 }, bus('1', NOW + 60))));
    write('series/2.pb', encodeFeedMessage(positions({ timestamp: NOW + 15 }, bus('1', NOW + 15))));
    write('series/notes.txt', new TextEncoder().encode('not a feed'));
    const { rules, messages } = await validateFiles([join(folder, 'series')]);
    expect(messages).toBe(2);
    expect([...rules.keys()]).toEqual(['W007']);
    expect(rules.get('W007')).toMatchObject({ count: 1, messages: 1, severity: 'warning' });
  });

  it('goes on from a message that cannot be read to the next', async () => {
    const good = encodeFeedMessage(positions({}, bus('1')));
    write('broken/1.pb', good);
    write('broken/2.pb', good.subarray(0, good.length - 4));
    write('broken/3.pb', encodeFeedMessage(positions({ timestamp: NOW - 5 }, bus('1', NOW - 5))));
    write('broken/4.pb.gz', gzipSync(good).subarray(0, 30));
    const validation = await validateFiles([join(folder, 'broken')]);
    expect([...validation.refusals]).toEqual([
      ['truncated', expect.objectContaining({ count: 1 })],
      ['malformed', expect.objectContaining({ count: 1 })],
    ]);
    expect([...validation.rules.keys()]).toEqual(['E018']);
  });

  it('takes several sources for sibling feeds and compares them once', async () => {
    const trip = { tripId: 'T1', scheduleRelationship: 0 } as const;
    const update = { trip, vehicle: { id: '2' }, timestamp: NOW, stopTimeUpdate: [] };
    const sources = [
      write(
        'vp.pb',
        encodeFeedMessage(positions({}, { ...bus('1'), vehicle: { ...bus('1').vehicle!, trip } })),
      ),
      write('tu.pb', encodeFeedMessage(positions({}, { id: 'a', tripUpdate: update }))),
    ];
    const { rules } = await validateFiles(sources);
    expect(rules.get('E047')?.count).toBe(1);
    expect(rules.get('E047')?.examples).toEqual([
      `${sources[0]!}: Trip T1, vehicle 2: the trip updates pair them, but in the vehicle positions the trip is run by 1`,
    ]);
  });

  it('judges by the clock asked for', async () => {
    const file = write('old.pb', encodeFeedMessage(positions({}, bus('1'))));
    utimesSync(file, NOW + 100, NOW + 100);
    expect([...(await validateFiles([file], 'header')).rules.keys()]).toEqual([]);
    expect([...(await validateFiles([file], 'file')).rules.keys()].sort()).toEqual(['P005', 'W008']);
  });

  it('says that a folder without snapshots has none, and that a file is not there', async () => {
    mkdirSync(join(folder, 'empty'));
    await expect(validateFiles([join(folder, 'empty')])).rejects.toThrow('There are no .pb files in');
    await expect(validateFiles([join(folder, 'nowhere.pb')])).rejects.toThrow('ENOENT');
  });
});

describe('what was found', () => {
  const arrival = (changes: Partial<FeedArrival> = {}): FeedArrival => ({
    source: 'vp',
    name: 'vp',
    atSeconds: NOW,
    message: positions({}, bus('1'), bus('1'), bus('1')),
    ...changes,
  });

  it('is told by rule, errors first, with a few examples of each', () => {
    const validation = new Validation({ examples: 1, only: new Set(['S002', 'E052', 'E003']) });
    validation.take([arrival()]);
    expect(printValidation(validation)).toBe(
      [
        'error   E052  vehicle.id used twice: 2 in 1 message',
        '      vp: Entity 1, vehicle 1: another vehicle position has this vehicle.id',
        '      ... and 1 more',
        'warning S002  Entity id used twice: 1 in 1 message',
        '      vp: Entity 1: the id is used by 3 entities',
        '1 rules were not run, because no --gtfs was given: E003',
        '1 messages checked: 2 errors, 1 warnings',
        '',
      ].join('\n'),
    );
    expect(toJson(validation)).toMatchObject({
      messages: 1,
      errors: 2,
      warnings: 1,
      notRun: { E003: 'schedule' },
    });
  });

  it('counts a feed that stands still as unchanged, and says when it is too old', () => {
    const validation = new Validation({ examples: 1 });
    const message = positions({}, bus('1'));
    validation.take([arrival({ message })]);
    const standing = { source: 'vp', name: 'vp', isUnchanged: true };
    const [fresh] = validation.take([{ ...standing, atSeconds: NOW + 60 }]);
    const [old] = validation.take([{ ...standing, atSeconds: NOW + 70 }]);
    expect(fresh).toMatchObject({ errors: 0, warnings: 0 });
    expect(old).toMatchObject({ errors: 0, warnings: 1 });
    expect(validation).toMatchObject({ messages: 1, unchanged: 2 });
    expect(printVerdict(old!)).toBe('11:07:50 vp: unchanged, 0 errors, 1 warnings');
  });

  it('compares the first message with the one that was named as previous', () => {
    const previous = positions({ timestamp: NOW + 1 }, bus('1'));
    const validation = new Validation({ examples: 1, previous });
    validation.take([arrival({ message: positions({}, bus('1')) })]);
    expect([...validation.rules.keys()]).toEqual(['E018']);
    expect(validation.notRun.has('E018')).toBe(false);
  });

  it('does not count a rule as not run that only the first message left out', () => {
    const validation = new Validation({ examples: 1 });
    validation.take([arrival()]);
    expect(validation.notRun.get('E018')).toBe('previous');
    validation.take([arrival()]);
    expect(validation.notRun.has('E018')).toBe(false);
    expect(validation.notRun.get('E003')).toBe('schedule');
  });
});
