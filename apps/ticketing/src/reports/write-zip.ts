/**
 * A ZIP archive of files as they are, without compression and without times: the same files make the same bytes, on any
 * machine and at any time, so that a hash of the whole is worth something. PKWARE APPNOTE 6.3.10.
 */
import { crc32 } from 'node:zlib';

export interface ZippedFile {
  /** ASCII, at most 255 characters. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** 1980-01-01: the earliest that the format knows, and no time of ours. */
const NO_DATE = 0x0021;
const VERSION = 20;

export function writeZip(files: readonly ZippedFile[]): Buffer {
  const bodies: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const facts = describe(bytes);
    const nameBytes = Buffer.from(name, 'ascii');
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(VERSION, 4);
    facts.copy(local, 10);
    local.writeUInt16LE(nameBytes.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(VERSION, 4);
    central.writeUInt16LE(VERSION, 6);
    facts.copy(central, 12);
    central.writeUInt16LE(nameBytes.length, 28);
    central.writeUInt32LE(offset, 42);
    bodies.push(local, nameBytes, bytes);
    entries.push(central, nameBytes);
    offset += local.length + nameBytes.length + bytes.length;
  }
  const directory = Buffer.concat(entries);
  return Buffer.concat([...bodies, directory, writeEnd(files.length, directory.length, offset)]);
}

/** Time, date, CRC-32 and both sizes, which stand in both headers one after another. */
function describe(bytes: Buffer): Buffer {
  const facts = Buffer.alloc(16);
  facts.writeUInt16LE(NO_DATE, 2);
  facts.writeUInt32LE(crc32(bytes), 4);
  facts.writeUInt32LE(bytes.length, 8);
  facts.writeUInt32LE(bytes.length, 12);
  return facts;
}

function writeEnd(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
