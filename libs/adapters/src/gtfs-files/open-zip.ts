import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import { open as openCallback } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { chooseFiles } from './choose-files.js';
import type { GtfsSource } from './gtfs-source.js';
import type { ImportLimits } from './import-limits.js';
import { ImportRefusal } from './import-refusal.js';

const MEBIBYTE = 1024 * 1024;

/**
 * Opens a zip. Nothing is unpacked to disk, so a name can do no harm; an archive with a harmful one is still
 * refused, because no honest tool made it. Sizes are checked twice: as the directory of the archive tells them,
 * before a byte is read, and as they prove to be (yauzl stops an entry that grows beyond what it told).
 */
export async function openZip(path: string, limits: ImportLimits): Promise<GtfsSource> {
  const { size } = await stat(path);
  if (size > limits.archiveBytes) {
    throw new ImportRefusal(
      'archive_too_large',
      '',
      `the archive has ${size} bytes, more than ${limits.archiveBytes}`,
    );
  }
  const zip = await openArchive(path);
  try {
    const entries = await listEntries(zip, limits);
    checkSizes(entries, size, limits);
    const { chosen, ignored } = chooseFiles(entries.map(({ fileName }) => fileName));
    const byName = new Map(entries.map((entry) => [entry.fileName, entry]));
    return {
      files: [...chosen.keys()],
      ignored,
      sha256: await hashFile(path),
      read: async (file) => readEntry(zip, file, byName.get(chosen.get(file)!)!),
      close: async () => {
        zip.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function openArchive(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    openCallback(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (error) {
        reject(new ImportRefusal('archive_unreadable', '', `this is no readable zip: ${error.message}`));
      } else resolve(zip);
    });
  });
}

async function listEntries(zip: ZipFile, limits: ImportLimits): Promise<Entry[]> {
  if (zip.entryCount > limits.files) {
    throw new ImportRefusal(
      'archive_too_large',
      '',
      `the archive has ${zip.entryCount} files, more than ${limits.files}`,
    );
  }
  const entries: Entry[] = [];
  await new Promise<void>((resolve, reject) => {
    zip.on('error', (error: Error) => reject(refuseArchive(error)));
    zip.on('end', () => resolve());
    zip.on('entry', (entry: Entry) => {
      if (!entry.fileName.endsWith('/')) entries.push(entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
  const names = new Set<string>();
  for (const entry of entries) {
    checkKind(entry);
    if (names.has(entry.fileName)) {
      throw new ImportRefusal(
        'archive_duplicate_file',
        entry.fileName,
        `${entry.fileName} is in the archive twice`,
      );
    }
    names.add(entry.fileName);
  }
  return entries;
}

/** Names that climb out of the folder make yauzl fail; all else that it complains of is damage. */
function refuseArchive(error: Error): ImportRefusal {
  const unsafe = /^(invalid relative path|absolute path|invalid characters in fileName)/.test(error.message);
  return new ImportRefusal(unsafe ? 'archive_unsafe' : 'archive_unreadable', '', error.message);
}

const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;

function checkKind(entry: Entry): void {
  // The upper half of the external attributes is the Unix mode, 0 where the archive was made elsewhere.
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  if (type !== 0 && type !== REGULAR_FILE) {
    throw new ImportRefusal('archive_unsafe', entry.fileName, `${entry.fileName} is a link or a device`);
  }
  if (entry.isEncrypted()) {
    throw new ImportRefusal('archive_unreadable', entry.fileName, `${entry.fileName} is encrypted`);
  }
}

function checkSizes(entries: readonly Entry[], archiveBytes: number, limits: ImportLimits): void {
  let total = 0;
  for (const { fileName, uncompressedSize, compressedSize } of entries) {
    total += uncompressedSize;
    if (uncompressedSize > limits.bytesPerFile) {
      throw new ImportRefusal('archive_too_large', fileName, `${fileName} has ${uncompressedSize} bytes`);
    }
    if (uncompressedSize > MEBIBYTE && uncompressedSize > compressedSize * limits.ratio) {
      throw new ImportRefusal(
        'archive_too_large',
        fileName,
        `${fileName} grows more than ${limits.ratio} times`,
      );
    }
  }
  // Entries may share their compressed bytes, so that each alone looks honest.
  if (total > limits.totalBytes || (total > MEBIBYTE && total > archiveBytes * limits.ratio)) {
    throw new ImportRefusal('archive_too_large', '', `the archive's files have ${total} bytes together`);
  }
}

async function readEntry(zip: ZipFile, file: string, entry: Entry): Promise<Readable> {
  const stream = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => {
      if (error) reject(new ImportRefusal('archive_unreadable', file, error.message));
      else resolve(opened);
    });
  });
  const checked = checkSum(file, entry.crc32);
  stream.on('error', (error) => {
    checked.destroy(new ImportRefusal('archive_unreadable', file, error.message));
  });
  checked.on('close', () => stream.destroy());
  return stream.pipe(checked);
}

/** yauzl leaves CRC-32 to its callers, and a damaged stop_times.txt may well still be CSV. */
function checkSum(file: string, expected: number): Transform {
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush(done) {
      done(
        sum === expected
          ? null
          : new ImportRefusal('archive_unreadable', file, `${file} is damaged (CRC-32)`),
      );
    },
  });
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
