/** Which basemap is set, found out once; and the tiles of a file. */
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { Basemap } from '@rukh/domain/dispatch';
import { type Tile, TileFile, isTileFile } from './basemap.js';
import { CONSOLE_BASEMAP } from './tokens.js';

export interface BasemapSetting {
  /** An address with {z}, {x} and {y}, or the path of a .pmtiles file; empty for none. */
  readonly at: string;
  readonly attribution: string;
}

const MAX_RASTER_ZOOM = 19;

@Injectable()
export class BasemapFinder implements OnModuleInit {
  readonly #logger = new Logger('Basemap');
  readonly #file: TileFile | undefined;
  /** Undefined where there is none, or none that can be shown. */
  basemap: Basemap | undefined;

  constructor(@Inject(CONSOLE_BASEMAP) private readonly setting: BasemapSetting) {
    if (isTileFile(setting.at)) this.#file = new TileFile(setting.at);
  }

  /** A console without a basemap is better than none: what is wrong with the file is said in the log. */
  async onModuleInit(): Promise<void> {
    const { at, attribution } = this.setting;
    if (this.#file) {
      this.basemap = await this.#file.describe(attribution).catch((error: unknown) => {
        this.#logger.error(`RUKH_CONSOLE_BASEMAP: ${(error as Error).message}`);
        return undefined;
      });
    } else if (at !== '') {
      this.basemap = { kind: 'raster', tiles: at, minZoom: 0, maxZoom: MAX_RASTER_ZOOM, attribution };
    }
  }

  /** Undefined where there is no such tile, or no file. */
  async findTile(z: number, x: number, y: number): Promise<Tile | undefined> {
    return this.basemap && this.#file?.find(z, x, y);
  }
}
