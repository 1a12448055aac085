/**
 * Where vehicles are kept, learned while they are followed: places where they stand long on no trip. GTFS does not say;
 * onebusaway-nyc is told its depots. A place where vehicles also wait for their trips is a terminus, not a base.
 */
const CELL_METRES = 100;
/** Stays until a place is taken for a base, and by how much they must outnumber layovers there. */
const STAYS = 2;
const TIMES_LAYOVERS = 2;
/** Of more places those are forgotten where hardly anybody stayed. */
const MOST_CELLS = 10_000;

export class KnownBases {
  readonly #cells = new Map<number, { stays: number; layovers: number }>();

  /** A vehicle has stood long at a place of the plane: on no trip, or waiting for one. */
  noteStay(x: number, y: number, isLayover: boolean): void {
    const key = cellKey(Math.floor(x / CELL_METRES), Math.floor(y / CELL_METRES));
    const cell = this.#cells.get(key) ?? { stays: 0, layovers: 0 };
    if (isLayover) cell.layovers++;
    else cell.stays++;
    this.#cells.set(key, cell);
    if (this.#cells.size > MOST_CELLS) this.#forgetPassing();
  }

  /** Places where a base may be: the middle of the cell on the plane, stays, layovers. */
  list(): [x: number, y: number, stays: number, layovers: number][] {
    return [...this.#cells].flatMap(([key, { stays, layovers }]) => {
      const [column, row] = cellOf(key);
      const [x, y] = [(column + 0.5) * CELL_METRES, (row + 0.5) * CELL_METRES];
      return stays >= STAYS ? [[x, y, stays, layovers] as [number, number, number, number]] : [];
    });
  }

  /** Takes over a place as `list` gives it. */
  restore(x: number, y: number, stays: number, layovers: number): void {
    this.#cells.set(cellKey(Math.floor(x / CELL_METRES), Math.floor(y / CELL_METRES)), { stays, layovers });
  }

  /** Whether a place is in a base, or within a cell of one. */
  isBase(x: number, y: number): boolean {
    let stays = 0;
    let layovers = 0;
    const column = Math.floor(x / CELL_METRES);
    const row = Math.floor(y / CELL_METRES);
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        const cell = this.#cells.get(cellKey(column + dx, row + dy));
        stays += cell?.stays ?? 0;
        layovers += cell?.layovers ?? 0;
      }
    }
    return stays >= STAYS && stays > TIMES_LAYOVERS * layovers;
  }

  #forgetPassing(): void {
    for (const [key, { stays, layovers }] of this.#cells) {
      if (stays + layovers < 2 * STAYS) this.#cells.delete(key);
    }
  }
}

function cellOf(key: number): [column: number, row: number] {
  const column = Math.floor(key / 2_097_152);
  return [column - 1_048_576, key - column * 2_097_152 - 1_048_576];
}

/** Columns and rows within 2^20 cells of the origin keep to themselves. */
function cellKey(column: number, row: number): number {
  return (column + 1_048_576) * 2_097_152 + (row + 1_048_576);
}
