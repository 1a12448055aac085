/**
 * Makes a zip of a folder's GTFS files, so that a version is an archive wherever it came from. Only what a GTFS
 * needs: deflated files at the top, with fixed times, so that the same files make the same bytes.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, createDeflateRaw } from 'node:zlib';

interface PackedFile {
  readonly name: Buffer;
  readonly data: Buffer;
  readonly sum: number;
  readonly size: number;
}

/** The zip of the named files of a folder. Each file must be under 4 GiB, which the import's limits see to. */
export async function packFolder(path: string, files: readonly string[]): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const packed = await packFile(join(path, file), file);
    const header = Buffer.concat([localHeader(packed), packed.name]);
    directory.push(directoryEntry(packed, offset), packed.name);
    parts.push(header, packed.data);
    offset += header.length + packed.data.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, endOfDirectory(files.length, central.length, offset)]);
}

async function packFile(path: string, file: string): Promise<PackedFile> {
  let sum = 0;
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const source = createReadStream(path);
  source.on('error', (error) => measure.destroy(error));
  const deflated = createDeflateRaw();
  measure.on('error', (error) => deflated.destroy(error));
  const data = await buffer(source.pipe(measure).pipe(deflated));
  return { name: Buffer.from(file), data, sum, size };
}

const VERSION = 20;
const DEFLATED = 8;
/** 1980-01-01, the first day that a zip can name. */
const DATE = 0x0021;

/** The fields that a file's own header and its entry in the directory share (APPNOTE.TXT 4.3.7, 4.3.12). */
function writeShared(target: Buffer, at: number, { name, data, sum, size }: PackedFile): void {
  target.writeUInt16LE(VERSION, at);
  target.writeUInt16LE(DEFLATED, at + 4);
  target.writeUInt16LE(DATE, at + 8);
  target.writeUInt32LE(sum, at + 10);
  target.writeUInt32LE(data.length, at + 14);
  target.writeUInt32LE(size, at + 18);
  target.writeUInt16LE(name.length, at + 22);
}

function localHeader(file: PackedFile): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeShared(header, 4, file);
  return header;
}

function directoryEntry(file: PackedFile, offset: number): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(VERSION, 4);
  writeShared(entry, 6, file);
  entry.writeUInt32LE(offset, 42);
  return entry;
}

function endOfDirectory(files: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files, 8);
  end.writeUInt16LE(files, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
