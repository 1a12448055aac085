/** Writes a small PMTiles archive, version 3, uncompressed: only what the specification wants of one. */
import { writeFile } from 'node:fs/promises';
import { type TileType, zxyToTileId } from 'pmtiles';

export interface FixtureTile {
  readonly place: readonly [z: number, x: number, y: number];
  readonly bytes: Buffer;
}

const HEADER_BYTES = 127;
const NOT_COMPRESSED = 1;

export async function writePmtiles(
  path: string,
  { tileType, metadata, tiles }: { tileType: TileType; metadata: object; tiles: readonly FixtureTile[] },
): Promise<void> {
  const sorted = tiles
    .map(({ place, bytes }) => ({ id: zxyToTileId(...place), zoom: place[0], bytes }))
    .sort((a, b) => a.id - b.id);
  const directory = writeDirectory(sorted);
  const described = Buffer.from(JSON.stringify(metadata));
  const data = Buffer.concat(sorted.map(({ bytes }) => bytes));
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PMTiles', 'latin1');
  header[7] = 3;
  const stretches = [directory.length, described.length, 0, data.length];
  let offset = HEADER_BYTES;
  for (const [i, length] of stretches.entries()) {
    header.writeBigUInt64LE(BigInt(offset), 8 + i * 16);
    header.writeBigUInt64LE(BigInt(length), 16 + i * 16);
    offset += length;
  }
  for (const at of [72, 80, 88]) header.writeBigUInt64LE(BigInt(sorted.length), at);
  const zooms = sorted.map(({ zoom }) => zoom);
  header.set([1, NOT_COMPRESSED, NOT_COMPRESSED, tileType, Math.min(...zooms), Math.max(...zooms)], 96);
  await writeFile(path, Buffer.concat([header, directory, described, data]));
}

/** Number, then ids by difference, run lengths, lengths and offsets of all, each a varint. */
function writeDirectory(tiles: readonly { readonly id: number; readonly bytes: Buffer }[]): Buffer {
  const offsets = tiles.map((_, i) => tiles.slice(0, i).reduce((sum, { bytes }) => sum + bytes.length, 1));
  const numbers = [
    tiles.length,
    ...tiles.map(({ id }, i) => id - (tiles[i - 1]?.id ?? 0)),
    ...tiles.map(() => 1),
    ...tiles.map(({ bytes }) => bytes.length),
    ...offsets,
  ];
  return Buffer.from(numbers.flatMap(toVarint));
}

function toVarint(number: number): number[] {
  return number < 128 ? [number] : [(number % 128) | 128, ...toVarint(Math.floor(number / 128))];
}
