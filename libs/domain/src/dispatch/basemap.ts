/** The map under the console's lines, as its page is told. */
export interface Basemap {
  readonly kind: 'raster' | 'vector';
  /** Address of a tile, with {z}, {x} and {y}. */
  readonly tiles: string;
  readonly minZoom: number;
  readonly maxZoom: number;
  /** Whose map it is: licences want it shown. Plain text. */
  readonly attribution: string;
}
