/**
 * The street sections that traffic belongs to: squares of a grid, each in eight directions. Routes that share a
 * street share its cells, so a jam that slows one slows the other, and what one vehicle lived through says
 * something about the next.
 */
export const CELL_METRES = 120;

export class StreetCells {
  readonly #indexOf = new Map<number, number>();
  /** Metres east of the middle of each cell. */
  readonly x: number[] = [];
  /** Metres north. */
  readonly y: number[] = [];
  /** 0 = north, 1 = north-east, ... 7 = north-west. */
  readonly octant: number[] = [];

  get count(): number {
    return this.x.length;
  }

  /** The cell of a place and a direction of travel (degrees); made when first asked for. */
  cellAt(x: number, y: number, bearing: number): number {
    const column = Math.floor(x / CELL_METRES);
    const row = Math.floor(y / CELL_METRES);
    const octant = Math.round(bearing / 45) & 7;
    const key = ((column + 65_536) * 131_072 + (row + 65_536)) * 8 + octant;
    let cell = this.#indexOf.get(key);
    if (cell === undefined) {
      cell = this.x.length;
      this.#indexOf.set(key, cell);
      this.x.push((column + 0.5) * CELL_METRES);
      this.y.push((row + 0.5) * CELL_METRES);
      this.octant.push(octant);
    }
    return cell;
  }
}
