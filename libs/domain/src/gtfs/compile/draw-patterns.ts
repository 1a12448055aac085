import type { Findings } from '../findings/index.js';
import type { Pattern, StopTable } from '../schedule.js';
import { type Draft } from './draft.js';
import { type DrawnPattern, FAR_FROM_SHAPE_METRES, drawPattern } from './draw-pattern.js';
import type { DrawnShape } from './draw-shapes.js';
import type { PatternDraft } from './find-patterns.js';
import type { TripProgress } from './hint-placement.js';
import type { SelectedTrips } from './select-trips.js';

/** Draws every pattern and reports shapes that do not fit their stops. */
export function drawPatterns(
  draft: Draft,
  selected: SelectedTrips,
  patterns: readonly PatternDraft[],
  shapes: readonly (DrawnShape | undefined)[],
  stops: StopTable,
  findings: Findings,
): readonly Pattern[] {
  const reporter = new ShapeReporter(draft, findings);
  return patterns.map((pattern) => {
    const x = Float64Array.from(pattern.stops, (stop) => stops.x[stop]!);
    const y = Float64Array.from(pattern.stops, (stop) => stops.y[stop]!);
    const progress = progressOf(draft, selected, pattern.exampleTrip);
    const drawn = drawPattern(shapes[pattern.shape], x, y, progress);
    reporter.report(pattern, drawn);
    return {
      route: pattern.route,
      directionId: pattern.directionId,
      shapeId: drawn.shapeId,
      line: drawn.line,
      stops: pattern.stops,
      stopMetres: drawn.stopMetres,
    };
  });
}

function progressOf({ stopTimes }: Draft, { ordered }: SelectedTrips, trip: number): TripProgress {
  const rows = ordered.rows.subarray(ordered.first[trip], ordered.first[trip + 1]);
  return {
    seconds: rows.map((row) => stopTimes.arrival.get(row)),
    traveled: Float64Array.from(rows, (row) =>
      stopTimes.traveled.length > 0 ? stopTimes.traveled.get(row) : NaN,
    ),
  };
}

/** Says each thing of a shape once, however many patterns follow it. */
class ShapeReporter {
  readonly #said = new Set<string>();

  constructor(
    readonly draft: Draft,
    readonly findings: Findings,
  ) {}

  report(pattern: PatternDraft, { drawn, distances }: DrawnPattern): void {
    if (pattern.shape < 0) return;
    const { shapes, routes } = { shapes: this.draft.shapes, routes: this.draft.routes };
    const shape = `shape ${shapes.ids[pattern.shape]!} of route ${routes[pattern.route]!.routeId}`;
    const line = shapes.lines[pattern.shape]!;
    if (drawn === 'turned_round') this.#say('shape_backwards', line, `${shape} runs against its stops`);
    if (drawn === 'elsewhere') this.#say('shape_elsewhere', line, `${shape} is far from most of its stops`);
    for (const [i, metres] of distances.entries()) {
      if (metres <= FAR_FROM_SHAPE_METRES) continue;
      const stopId = this.draft.stops.ids[pattern.stops[i]!]!;
      this.#say('stop_far_from_shape', line, `stop ${stopId} lies ${Math.round(metres)} m from ${shape}`);
    }
  }

  #say(
    rule: 'shape_backwards' | 'shape_elsewhere' | 'stop_far_from_shape',
    line: number,
    message: string,
  ): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    this.findings.add(rule, 'shapes.txt', line, message);
  }
}
