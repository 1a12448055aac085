/** What lies under the console's map: nothing, tiles of a server, or tiles out of a PMTiles file on this machine. */
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Basemap } from '@rukh/domain/dispatch';
import { EtagMismatch, PMTiles, type RangeResponse, type Source, TileType } from 'pmtiles';

export interface Tile {
  readonly type: string;
  readonly bytes: Buffer;
}

/** Where tiles of a file are served, beside the page. */
export const TILES_PATH = '/console/tiles/{z}/{x}/{y}';

const TYPES: ReadonlyMap<TileType, string> = new Map([
  [TileType.Mvt, 'application/vnd.mapbox-vector-tile'],
  [TileType.Png, 'image/png'],
  [TileType.Jpeg, 'image/jpeg'],
  [TileType.Webp, 'image/webp'],
  [TileType.Avif, 'image/avif'],
]);

/** Whether a setting names a file, not an address. */
export function isTileFile(setting: string): boolean {
  return setting.endsWith('.pmtiles') && !/^https?:/.test(setting);
}

/** A PMTiles archive, version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md). */
export class TileFile {
  readonly #archive: PMTiles;

  constructor(private readonly path: string) {
    this.#archive = new PMTiles(new FileSource(path));
  }

  /** @throws a sentence for whoever set it, where it is no archive of tiles that a browser can show */
  async describe(attribution: string): Promise<Basemap> {
    if (!existsSync(this.path)) throw new Error(`there is no file ${this.path}`);
    const { tileType, minZoom, maxZoom } = await this.#archive.getHeader().catch((error: unknown) => {
      throw new Error(`${this.path} is no PMTiles archive: ${(error as Error).message}`);
    });
    if (!TYPES.has(tileType)) throw new Error(`${this.path} holds tiles of a kind that is not known here`);
    const { attribution: own } = (await this.#archive.getMetadata()) as { attribution?: unknown };
    return {
      ...{ kind: tileType === TileType.Mvt ? 'vector' : 'raster', tiles: TILES_PATH, minZoom, maxZoom },
      attribution: attribution || (typeof own === 'string' ? toPlainText(own) : ''),
    };
  }

  /** Undefined where the archive has no such tile, as of the sea. */
  async find(z: number, x: number, y: number): Promise<Tile | undefined> {
    const { tileType } = await this.#archive.getHeader();
    const found = await this.#archive.getZxy(z, x, y);
    return found && { type: TYPES.get(tileType)!, bytes: Buffer.from(found.data) };
  }
}

/** Archives write HTML; here no markup of others is shown. */
function toPlainText(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&copy;', '©')
    .replaceAll('&amp;', '&')
    .trim()
    .slice(0, 300);
}

/** Reads stretches of a file; opened for each, so that the file may be replaced under way. */
class FileSource implements Source {
  constructor(private readonly path: string) {}

  getKey(): string {
    return this.path;
  }

  async getBytes(
    offset: number,
    length: number,
    _signal?: AbortSignal,
    etag?: string,
  ): Promise<RangeResponse> {
    const file = await open(this.path, 'r');
    try {
      const found = String((await file.stat()).mtimeMs);
      // Directories of the file before are no good in this one: they are read again.
      if (etag !== undefined && etag !== found) throw new EtagMismatch();
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      return { data: bytes.buffer.slice(0, bytesRead), etag: found };
    } finally {
      await file.close();
    }
  }
}
