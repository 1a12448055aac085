import type { Polyline } from '../geo/index.js';
import type { Pattern, PatternIndex } from '../gtfs/index.js';

/**
 * Which lines pass near a place: a hash grid over the segments of the network's distinct lines. Patterns that
 * share a line are found through it together, so a street of twenty routes is searched once a line.
 */
const CELL_METRES = 150;

export interface GridLine {
  readonly line: Polyline;
  readonly patterns: readonly PatternIndex[];
}

export class LineGrid {
  readonly #lines: GridLine[];
  /** Cell -> indexes into `#lines`. */
  readonly #cells = new Map<number, number[]>();

  constructor(patterns: readonly Pattern[]) {
    const byLine = new Map<Polyline, PatternIndex[]>();
    patterns.forEach(({ line }, pattern) => {
      const members = byLine.get(line);
      if (members) members.push(pattern);
      else byLine.set(line, [pattern]);
    });
    this.#lines = [...byLine].map(([line, members]) => ({ line, patterns: members }));
    this.#lines.forEach(({ line }, index) => this.#addLine(line, index));
  }

  /** The distinct lines with a segment in the cells round (x, y): all within `CELL_METRES`, and some farther. */
  listNear(x: number, y: number): readonly GridLine[] {
    const found = new Set<number>();
    const column = Math.floor(x / CELL_METRES);
    const row = Math.floor(y / CELL_METRES);
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const line of this.#cells.get(cellKey(column + dx, row + dy)) ?? []) found.add(line);
      }
    }
    return [...found].map((index) => this.#lines[index]!);
  }

  #addLine(line: Polyline, index: number): void {
    for (let i = 0; i + 1 < line.x.length; i++) {
      const length = Math.hypot(line.x[i + 1]! - line.x[i]!, line.y[i + 1]! - line.y[i]!);
      const steps = Math.max(1, Math.ceil(length / (CELL_METRES / 2)));
      for (let step = 0; step <= steps; step++) {
        const x = line.x[i]! + ((line.x[i + 1]! - line.x[i]!) * step) / steps;
        const y = line.y[i]! + ((line.y[i + 1]! - line.y[i]!) * step) / steps;
        this.#addCell(cellKey(Math.floor(x / CELL_METRES), Math.floor(y / CELL_METRES)), index);
      }
    }
  }

  #addCell(key: number, index: number): void {
    const lines = this.#cells.get(key);
    if (!lines) this.#cells.set(key, [index]);
    else if (lines[lines.length - 1] !== index) lines.push(index);
  }
}

/** Columns and rows within 2^20 cells of the origin keep to themselves. */
function cellKey(column: number, row: number): number {
  return (column + 1_048_576) * 2_097_152 + (row + 1_048_576);
}
