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

/** A line that passes near a place, and its segments there, rising. */
export interface NearLine extends GridLine {
  readonly segments: readonly number[];
}

/** More are asked for only where vehicles roam outside the network: then it starts anew. */
const CELLS_KEPT = 8000;
/** Lines have fewer segments than this. */
const STRIDE = 2 ** 20;

export class LineGrid {
  readonly #lines: GridLine[];
  /** Cell -> line · STRIDE + segment. */
  readonly #cells = new Map<number, number[]>();
  /** What was asked for lately, by cell: vehicles pass the same places all day. */
  readonly #near = new Map<number, readonly NearLine[]>();

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

  /** The distinct lines with segments in the cells round (x, y): all within `CELL_METRES`, and some farther. */
  listNear(x: number, y: number): readonly NearLine[] {
    const column = Math.floor(x / CELL_METRES);
    const row = Math.floor(y / CELL_METRES);
    const key = cellKey(column, row);
    let near = this.#near.get(key);
    if (!near) {
      if (this.#near.size >= CELLS_KEPT) this.#near.clear();
      near = this.#findNear(column, row);
      this.#near.set(key, near);
    }
    return near;
  }

  #findNear(column: number, row: number): NearLine[] {
    const found = new Set<number>();
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const entry of this.#cells.get(cellKey(column + dx, row + dy)) ?? []) found.add(entry);
      }
    }
    const near = new Map<number, number[]>();
    for (const entry of Float64Array.from(found).sort()) {
      const line = Math.floor(entry / STRIDE);
      const segments = near.get(line);
      if (segments) segments.push(entry - line * STRIDE);
      else near.set(line, [entry - line * STRIDE]);
    }
    return [...near].map(([index, segments]) => ({ ...this.#lines[index]!, segments }));
  }

  #addLine(line: Polyline, index: number): void {
    for (let i = 0; i + 1 < line.x.length; i++) {
      const length = Math.hypot(line.x[i + 1]! - line.x[i]!, line.y[i + 1]! - line.y[i]!);
      const steps = Math.max(1, Math.ceil(length / (CELL_METRES / 2)));
      for (let step = 0; step <= steps; step++) {
        const x = line.x[i]! + ((line.x[i + 1]! - line.x[i]!) * step) / steps;
        const y = line.y[i]! + ((line.y[i + 1]! - line.y[i]!) * step) / steps;
        this.#addCell(cellKey(Math.floor(x / CELL_METRES), Math.floor(y / CELL_METRES)), index * STRIDE + i);
      }
    }
  }

  #addCell(key: number, entry: number): void {
    const entries = this.#cells.get(key);
    if (!entries) this.#cells.set(key, [entry]);
    else if (entries[entries.length - 1] !== entry) entries.push(entry);
  }
}

/** Columns and rows within 2^20 cells of the origin keep to themselves. */
function cellKey(column: number, row: number): number {
  return (column + 1_048_576) * 2_097_152 + (row + 1_048_576);
}
