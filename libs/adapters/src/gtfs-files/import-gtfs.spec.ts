import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importGtfs } from './import-gtfs.js';
import { packFolder } from './pack-folder.js';
import { GOOD_FILES, importBytes, importFiles, placesOf, zipOf } from './zip.fixture.js';

const utf8 = (text: string): Buffer => Buffer.from(text);
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

describe('a zip', () => {
  it('of a sound feed imports', async () => {
    const { schedule, report, sha256 } = await importFiles();
    expect(report).toMatchObject({ accepted: true, feedVersion: sha256.slice(0, 12) });
    expect(schedule!.stops.names).toEqual(['Опера', 'Ринок, площа']);
    expect(report.rows).toMatchObject({ 'stops.txt': 2, 'stop_times.txt': 2 });
  });

  it('may have its files in one folder, as many tools make it', async () => {
    const files = Object.fromEntries(
      Object.entries(GOOD_FILES).map(([name, text]) => [`feed/${name}`, text]),
    );
    expect((await importBytes(await zipOf(files))).report.accepted).toBe(true);
    const mac = { ...files, '__MACOSX/feed/._agency.txt': 'x' };
    expect((await importBytes(await zipOf(mac))).report).toMatchObject({ accepted: true });
  });

  it('with two feeds in two folders is not guessed at', async () => {
    const both = Object.entries(GOOD_FILES).flatMap(([name, text]) => [
      [`a/${name}`, text],
      [`b/${name}`, text],
    ]);
    const imported = await importBytes(await zipOf(Object.fromEntries(both) as typeof GOOD_FILES));
    expect(placesOf(imported)).toContain('agency.txt:0 missing_file');
  });

  it('may hold other files, which are named and ignored; those of GTFS that are not needed go unsaid', async () => {
    const imported = await importFiles({
      'readme.md': 'hello',
      'fare_rules.txt': 'fare_id\nF',
      'x/y.zip': 'PK',
    });
    expect(imported.report.accepted).toBe(true);
    expect(placesOf(imported).filter((place) => place.includes('file'))).toEqual([
      'readme.md:0 unknown_file',
      'x/y.zip:0 unknown_file',
    ]);
  });

  it('of another zip is named as that, and a required file without a byte as empty, not as missing', async () => {
    const wrapped = await importBytes(await zipOf({ 'gtfs.zip': 'PK' }));
    expect(wrapped.report.findings.filter(({ rule }) => rule === 'missing_file')).toMatchObject([
      { file: 'gtfs.zip', message: 'no file of GTFS is here, only gtfs.zip: if that is it, name it' },
    ]);
    const blank = await importFiles({ 'routes.txt': '', 'frequencies.txt': '' });
    expect(placesOf(blank).filter((place) => !place.includes('column'))).toContain('routes.txt:0 empty_file');
    expect(placesOf(blank).join()).not.toContain('missing_file');
    expect(placesOf(blank).join()).not.toContain('frequencies.txt');
  });

  it('without required files is refused, and every one is named', async () => {
    const imported = await importFiles({ 'stops.txt': undefined, 'calendar.txt': undefined });
    expect(imported.schedule).toBeUndefined();
    expect(placesOf(imported)).toEqual(['stops.txt:0 missing_file', 'calendar.txt:0 missing_file']);
  });
});

describe('CSV', () => {
  it('may begin with a byte order mark and end its lines in any way', async () => {
    for (const newline of ['\r\n', '\r', '\n']) {
      const files = Object.fromEntries(
        Object.entries(GOOD_FILES).map(([name, text]) => {
          const changed = text.toString().replaceAll('\n', newline);
          return [name, Buffer.concat([BOM, utf8(changed)])];
        }),
      );
      const { schedule } = await importFiles(files);
      expect(schedule?.stops.names).toEqual(['Опера', 'Ринок, площа']);
    }
  });

  it('with empty lines and lines in quotes keeps count of them all', async () => {
    const stops =
      'stop_id,stop_name,stop_lat,stop_lon\r\n\r\nS1,"a\r\nb\nc",49.8,24\r\n\r\nS2,"d\r\ne",x,24\r\nS2,B,49.81,24\r\n';
    expect(placesOf(await importFiles({ 'stops.txt': stops })).slice(0, 2)).toEqual([
      'stops.txt:7 bad_coordinates',
      'stops.txt:9 duplicate_id',
    ]);
  });

  it('may mix ends of lines and leave lines empty', async () => {
    const stops = 'stop_id,stop_name,stop_lat,stop_lon\r\n\r\nS1,A,49.8,24\nS2,B,49.81,24\r\n\n';
    expect((await importFiles({ 'stops.txt': stops })).schedule?.stops.ids).toEqual(['S1', 'S2']);
  });

  it('may have newlines, commas and quotes inside quotes, and lines are still counted right', async () => {
    const stops =
      'stop_id,stop_name,stop_lat,stop_lon\nS1,"two\r\nlines, and ""quotes""",49.8,24\nS2,B,49.81,24\nS3,C,91,24\n';
    const imported = await importFiles({ 'stops.txt': stops });
    expect(placesOf(imported)[0]).toBe('stops.txt:5 bad_coordinates');
    const good = await importFiles({ 'stops.txt': stops.replace(',91,', ',49.82,') });
    expect(good.schedule?.stops.names[0]).toBe('two\r\nlines, and "quotes"');
  });

  it('may have spaces around names and values, unknown columns, and a stray quote inside a value', async () => {
    const stops =
      ' stop_id , stop_name,stop_lat, stop_lon,colour\n S1 ,the "Opera", 49.8 ,24,red\nS2,B,49.81,24,\n';
    const imported = await importFiles({ 'stops.txt': stops });
    expect(imported.schedule?.stops.names[0]).toBe('the "Opera"');
    expect(placesOf(imported)).toContain('stops.txt:1 unknown_column');
  });

  it('without a last newline loses nothing', async () => {
    const text = GOOD_FILES['stop_times.txt']!.toString().trimEnd();
    expect((await importFiles({ 'stop_times.txt': text })).schedule?.stopTimes.timed).toHaveLength(2);
  });

  it('with an open quote is refused at the line where it began, and not read to the end', async () => {
    const start = GOOD_FILES['stops.txt']!.toString();
    const open = `${start}S3,"open,49.8,24\n${'S4,D,49.8,24\n'.repeat(200_000)}`;
    const imported = await importFiles({ 'stops.txt': open }, { limits: { ratio: 10_000 } });
    expect(placesOf(imported)).toEqual(['stops.txt:4 csv_broken']);
    expect(placesOf(await importFiles({ 'stops.txt': `${start}S3,"open` }))).toEqual([
      'stops.txt:4 csv_broken',
    ]);
  });

  it('with a hundred thousand columns is refused', async () => {
    const imported = await importFiles({ 'routes.txt': `${'c,'.repeat(100_000)}\n` });
    expect(placesOf(imported)).toEqual(['routes.txt:1 csv_broken']);
  });

  it('with more rows than allowed is refused at the row', async () => {
    expect(placesOf(await importFiles({}, { limits: { rowsPerFile: 1 } }))).toEqual([
      'stops.txt:3 too_many_rows',
    ]);
  });

  it('that is not UTF-8 still imports, and the report names the first spoilt line', async () => {
    const latin1 = Buffer.from(
      'stop_id,stop_name,stop_lat,stop_lon\nS1,A,49.8,24\nS2,Stra\xdfe,49.81,24\n',
      'latin1',
    );
    const imported = await importFiles({ 'stops.txt': latin1 });
    expect(imported.report.accepted).toBe(true);
    expect(placesOf(imported)).toContain('stops.txt:3 wrong_encoding');
  });

  it('in UTF-16 is refused by name', async () => {
    for (const bytes of [Buffer.from('\ufeffstop_id', 'utf16le'), Buffer.from([0xfe, 0xff, 0, 115])]) {
      expect(placesOf(await importFiles({ 'stops.txt': bytes }))).toEqual([
        'stops.txt:1 unsupported_encoding',
      ]);
    }
  });

  it('with names like __proto__ is only text', async () => {
    const files = {
      'stops.txt':
        'stop_id,stop_name,stop_lat,stop_lon,__proto__,constructor\n__proto__,A,49.8,24,1,2\nS2,B,49.81,24,1,2\n',
      'stop_times.txt': GOOD_FILES['stop_times.txt']!.toString().replace('S1', '__proto__'),
    };
    const { schedule } = await importFiles(files);
    expect(schedule?.stops.indexOf.get('__proto__')).toBe(0);
    expect(({} as Record<string, unknown>).stop_id).toBeUndefined();
  });
});

describe('a folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rukh-folder-'));
    for (const [name, text] of Object.entries(GOOD_FILES)) await writeFile(join(folder, name), text);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('imports as a zip does', async () => {
    await mkdir(join(folder, 'trips.txt.d'));
    await symlink('stops.txt', join(folder, 'copy.txt'));
    const { report, sha256 } = await importGtfs(folder);
    expect(report).toMatchObject({ accepted: true, counts: { unknown_file: 1 } });
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('becomes a zip that imports to the same schedule, the same bytes each time', async () => {
    const { files, schedule } = await importGtfs(folder);
    const packed = await packFolder(folder, files);
    expect(await packFolder(folder, files)).toEqual(packed);
    const again = await importBytes(packed);
    expect({ ...again.schedule, feedVersion: '' }).toEqual({ ...schedule, feedVersion: '' });
  });

  it('has the same limits', async () => {
    const imported = await importGtfs(folder, { limits: { bytesPerFile: 100 } });
    expect(placesOf(imported)).toEqual(['calendar.txt:0 archive_too_large']);
  });

  it('that is not there is an error of the caller', async () => {
    await expect(importGtfs(join(folder, 'none'))).rejects.toThrow(/ENOENT/);
  });
});
