import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { DEFAULT_LIMITS } from './import-limits.js';
import {
  GOOD_FILES,
  importBytes,
  importFiles,
  placesOf,
  renamed,
  withDirectory,
  zipOf,
} from './zip.fixture.js';

const MEBIBYTE = 1024 * 1024;
/** Offsets in an entry of the directory (APPNOTE.TXT 4.3.12). */
const FLAGS = 8;
const METHOD = 10;
const SUM = 16;
const COMPRESSED = 20;
const UNCOMPRESSED = 24;
const ATTRIBUTES = 38;
const OFFSET = 42;

describe('an archive made to do harm', () => {
  it.each([
    ['climbs out of its folder', 'readme-file.txt', '../../../ab.txt'],
    ['climbs out with backslashes', 'readme-file.txt', '..\\..\\..\\b.txt'],
    ['has an absolute path', 'readme-file.txt', '/etc/passwd.txt'],
    ['has a drive', 'readme-file.txt', 'C:/windows/.txt'],
  ])('is refused where a name %s', async (_, from, to) => {
    const zip = renamed(await zipOf({ ...GOOD_FILES, [from]: 'x' }), from, to);
    expect(placesOf(await importBytes(zip))).toEqual([':0 archive_unsafe']);
  });

  it('is refused where a file is a link', async () => {
    const zip = await zipOf({ ...GOOD_FILES, 'stops.txt': '/etc/passwd' });
    const linked = withDirectory(zip, (bytes, at) => {
      bytes.writeUInt32LE((0o120777 << 16) >>> 0, at + ATTRIBUTES);
    });
    expect(placesOf(await importBytes(linked))).toEqual(['agency.txt:0 archive_unsafe']);
  });

  it('is refused where a file is encrypted', async () => {
    const zip = withDirectory(await zipOf(GOOD_FILES), (bytes, at) => {
      bytes.writeUInt16LE(1, at + FLAGS);
    });
    expect(placesOf(await importBytes(zip))).toEqual(['agency.txt:0 archive_unreadable']);
  });

  it('is refused where a file is packed in a way that nobody uses', async () => {
    const zip = withDirectory(await zipOf(GOOD_FILES), (bytes, at) => {
      bytes.writeUInt16LE(99, at + METHOD);
    });
    expect(placesOf(await importBytes(zip))).toEqual(['agency.txt:0 archive_unreadable']);
  });

  it('is refused where a file is there twice', async () => {
    const zip = renamed(await zipOf({ ...GOOD_FILES, 'spots.txt': 'x' }), 'spots.txt', 'stops.txt');
    expect(placesOf(await importBytes(zip))).toEqual(['stops.txt:0 archive_duplicate_file']);
  });

  it('is refused where it has too many files', async () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${i}.txt`, '']));
    expect(placesOf(await importFiles(many))).toEqual([':0 archive_too_large']);
  });

  it('is refused where a file grows a thousand times, before a byte of it is read', async () => {
    const bomb = Buffer.alloc(64 * MEBIBYTE, 'a');
    const started = performance.now();
    expect(placesOf(await importFiles({ 'stops.txt': bomb }))).toEqual(['stops.txt:0 archive_too_large']);
    expect(performance.now() - started).toBeLessThan(60_000);
  });

  it('is refused where a file is larger than allowed', async () => {
    const noise = randomBytes(2 * MEBIBYTE);
    const options = { limits: { bytesPerFile: MEBIBYTE } };
    expect(placesOf(await importFiles({ 'stops.txt': noise }, options))).toEqual([
      'stops.txt:0 archive_too_large',
    ]);
  });

  it('is refused where all files together are larger than allowed, sharing their bytes', async () => {
    const text = randomBytes(3 * MEBIBYTE).toString('base64');
    const zip = await zipOf({ ...GOOD_FILES, 'shapes.txt': text });
    // Every entry is the same 4 MiB: each alone looks honest.
    const parts = { at: 0 };
    withDirectory(zip, (bytes, at) => {
      if (bytes.toString('latin1', at + 46, at + 56) === 'shapes.txt') parts.at = at;
    });
    const overlapped = withDirectory(zip, (bytes, at) => {
      bytes.copy(bytes, at + SUM, parts.at + SUM, parts.at + 28);
      bytes.copy(bytes, at + OFFSET, parts.at + OFFSET, parts.at + 46);
    });
    const limits = { totalBytes: 16 * MEBIBYTE };
    expect(placesOf(await importBytes(overlapped, { limits }))).toEqual([':0 archive_too_large']);
  });

  it.each([
    ['less', -10],
    ['more', 10],
  ])('is refused where it says a file has %s bytes than it has', async (_, off) => {
    const zip = withDirectory(await zipOf(GOOD_FILES), (bytes, at) => {
      bytes.writeUInt32LE(bytes.readUInt32LE(at + UNCOMPRESSED) + off, at + UNCOMPRESSED);
    });
    expect(placesOf(await importBytes(zip))).toContain('agency.txt:0 archive_unreadable');
  });

  it('is refused where a bomb says that it is small, as soon as it grows', async () => {
    const bomb = Buffer.from(`stop_id,stop_name\n${'a,a\n'.repeat(16 * MEBIBYTE)}`);
    const zip = withDirectory(await zipOf({ ...GOOD_FILES, 'stops.txt': bomb }), (bytes, at) => {
      if (bytes.readUInt32LE(at + UNCOMPRESSED) > MEBIBYTE) bytes.writeUInt32LE(1000, at + UNCOMPRESSED);
    });
    const started = performance.now();
    const imported = await importBytes(zip);
    expect(placesOf(imported)).toContain('stops.txt:0 archive_unreadable');
    expect(performance.now() - started).toBeLessThan(60_000);
  });

  it('is refused where a file is damaged', async () => {
    const zip = withDirectory(await zipOf(GOOD_FILES), (bytes, at) => {
      bytes[at + SUM]! ^= 1;
    });
    expect(placesOf(await importBytes(zip))).toEqual(['agency.txt:0 archive_unreadable']);
  });

  it('is refused where packed bytes are said to lie beyond its end', async () => {
    const zip = withDirectory(await zipOf(GOOD_FILES), (bytes, at) => {
      bytes.writeUInt32LE(0x7fffffff, at + COMPRESSED);
    });
    const places = placesOf(await importBytes(zip));
    expect(places.every((place) => /archive_(unreadable|too_large)/.test(place))).toBe(true);
    expect(places).not.toEqual([]);
  });

  it('is refused where it is too large itself', async () => {
    expect(placesOf(await importFiles({}, { limits: { archiveBytes: 100 } }))).toEqual([
      ':0 archive_too_large',
    ]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('this is no zip')],
    ['a web page', Buffer.from('<!doctype html><title>Not found</title>')],
  ])('is refused where it is %s', async (_, bytes) => {
    expect(placesOf(await importBytes(bytes))).toEqual([':0 archive_unreadable']);
  });

  it('with nothing but another zip in it has no GTFS, and says where it may be', async () => {
    const inner = await zipOf(GOOD_FILES);
    const places = placesOf(await importBytes(await zipOf({ 'gtfs.zip': inner })));
    expect(places).toEqual(['gtfs.zip:0 missing_file']);
  });
});

/** Each import is counted, refused or accepted; none may throw, hang or be accepted without a schedule. */
async function survives(bytes: Uint8Array): Promise<void> {
  const { schedule, report } = await importBytes(bytes, { limits: { ...DEFAULT_LIMITS, rowsPerFile: 1000 } });
  expect(report.accepted).toBe(schedule !== undefined);
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  expect(errors.length > 0).toBe(!report.accepted);
}

describe('whatever comes in', () => {
  const runs = Number(process.env.RUKH_FUZZ_RUNS ?? 300);

  it('any change of any bytes of a zip gives a report', async () => {
    const zip = await zipOf(GOOD_FILES);
    const change = fc.tuple(fc.nat(zip.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Buffer.from(zip);
        for (const [at, value] of changes) bytes[at] = value;
        await survives(bytes);
      }),
      { numRuns: runs },
    );
  });

  it('a zip cut anywhere gives a report', async () => {
    const zip = await zipOf(GOOD_FILES);
    await fc.assert(
      fc.asyncProperty(fc.nat(zip.length), fc.nat(zip.length), async (from, to) =>
        survives(zip.subarray(from, to)),
      ),
      { numRuns: runs },
    );
  });

  it('any text in any file gives a report', async () => {
    const names = Object.keys(GOOD_FILES);
    const piece = fc.oneof(
      fc.constantFrom(
        ',',
        '"',
        '\n',
        '\r\n',
        '""',
        '-1',
        '99999999999',
        '08:00:00',
        '25:99:00',
        '\u0000',
        '\ufeff',
        'T1',
        'S1',
        '20260101',
        'NaN',
        '1e999',
        '__proto__',
      ),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(piece, { maxLength: 40 }),
        fc.boolean(),
        async (name, pieces, after) => {
          const junk = pieces.join('');
          const text = after ? `${GOOD_FILES[name]!.toString()}${junk}` : junk;
          await survives(await zipOf({ ...GOOD_FILES, [name]: text }));
        },
      ),
      { numRuns: runs },
    );
  });

  it('any value in place of any other gives a report', async () => {
    const names = Object.keys(GOOD_FILES);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), fc.string(), async (name, pick, value) => {
        const cells = GOOD_FILES[name]!.toString().split(/([,\n])/);
        cells[(pick % Math.ceil(cells.length / 2)) * 2] = value;
        await survives(await zipOf({ ...GOOD_FILES, [name]: cells.join('') }));
      }),
      { numRuns: runs },
    );
  });
});
