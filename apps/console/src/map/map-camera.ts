/** How the plane of `ShapeLine` is put on the screen: north is up, pixels are those of CSS. */
export interface Camera {
  /** Middle of the screen, in the plane. */
  readonly x: number;
  readonly y: number;
  /** Pixels a unit of the plane. */
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels from the left and the top of the screen, of a place in the plane. */
export function toPixel(
  { x, y, scale, width, height }: Camera,
  px: number,
  py: number,
): [left: number, top: number] {
  return [(px - x) * scale + width / 2, (py - y) * scale + height / 2];
}

/** What lies under the vehicles. */
export interface BaseMap {
  /** Whose map it is that is shown beneath. */
  readonly attribution?: string;
  camera(): Camera;
  /** Moves so that a place is in the middle; at least as near as a zoom. */
  show(lat: number, lon: number, zoom: number): void;
  zoomBy(steps: number): void;
  /** Emphasised line: of a pattern, or none. */
  emphasise(patternIds: readonly string[]): void;
  /** Colours again, from the styles. */
  repaint(): void;
  resize(): void;
  remove(): void;
}

/** Zoom as web maps count it: the world is 512 px at 0. */
export function zoomOf(scale: number): number {
  return Math.log2(scale / 512);
}

export function scaleOf(zoom: number): number {
  return 512 * 2 ** zoom;
}

export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Bounds of all places; undefined of none. */
export function boundsOf(
  places: readonly { readonly lat: number; readonly lon: number }[],
): Bounds | undefined {
  if (places.length === 0) return undefined;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const { lat, lon } of places) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return { west, south, east, north };
}
