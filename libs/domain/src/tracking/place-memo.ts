import type { LinePosition, Polyline } from '../geo/index.js';
import type { Pattern } from '../gtfs/index.js';
import type { LearnedPunctuality } from './learned-punctuality.js';
import type { TripProgress } from './observe-visits.js';
import { findOnLine } from './find-on-line.js';
import type { Fix } from './hypothesis.js';
import { type Circumstances, isKnownRun } from './score-hypothesis.js';
import type { Run } from './service-day-runs.js';
import type { Wait } from './weigh-departure.js';
import type { TrackingParameters } from './tracking-parameters.js';
import { weighOnLine } from './weigh-position.js';

/** Where a line has a vehicle that was at a place of it, and how well that fits. */
export interface PlaceOnLine extends LinePosition {
  readonly emission: number;
}

/**
 * Finds places for one position. Most hypotheses of a vehicle are trips of the same line at the same place, one a
 * bus of the hour, and differ in time alone: the line is searched once for all of them.
 */
export class PlaceMemo {
  readonly #found: { line: Polyline; from: number; place: PlaceOnLine }[] = [];
  /** The stops last asked about. */
  readonly #stopping = { pattern: undefined as Pattern | undefined, metres: NaN, weight: 0 };

  constructor(
    private readonly p: TrackingParameters,
    readonly fix: Fix,
    private readonly around: Pick<
      Circumstances,
      'habits' | 'passed' | 'halts' | 'progress' | 'waited' | 'punctuality' | 'run' | 'loyalty'
    >,
  ) {}

  /** How far the vehicle was seen on the trip that is followed. */
  get progress(): TripProgress | undefined {
    return this.around.progress;
  }

  /** Whether a run has been followed for a while. */
  isKnown(run: Run): boolean {
    return isKnownRun(run, this.around);
  }

  /** How punctual the network is. */
  get punctuality(): LearnedPunctuality {
    return this.around.punctuality;
  }

  /** Where the vehicle waited last. */
  get waited(): Wait | undefined {
    return this.around.waited;
  }

  /** What the position says for being in service there rather than empty, nats. */
  weighStopping(pattern: Pattern, metres: number): number {
    const { speed, standing } = this.fix;
    // Standing long says nothing of it: at a stop, in a jam, at the terminus.
    if (standing >= 60) return 0;
    const last = this.#stopping;
    if (last.pattern !== pattern || last.metres !== metres) {
      last.pattern = pattern;
      last.metres = metres;
      last.weight = this.around.habits.weigh(pattern, metres, speed);
    }
    return last.weight;
  }

  /** What the stops on the way from one place to another say for that, nats. */
  weighPassing(pattern: Pattern, from: number, to: number): number {
    return this.around.passed.weigh(pattern, from, to, this.around.halts);
  }

  /** The place of a vehicle that was `fromMetres` along the line. */
  goOn(line: Polyline, fromMetres: number): PlaceOnLine {
    const { p, fix } = this;
    return this.#known(line, fromMetres) ?? this.#find(line, fromMetres, windowAhead(p, fix, fromMetres));
  }

  /** The place of a vehicle that waited to start from `firstMetres`; told from `goOn` by a negative key. */
  setOut(line: Polyline, firstMetres: number): PlaceOnLine {
    const key = -1 - firstMetres;
    const known = this.#known(line, key);
    if (known) return known;
    const reach = Math.max(500, this.p.maxSpeed * this.fix.elapsed + 200);
    return this.#find(line, key, {
      from: firstMetres,
      to: firstMetres + reach,
      expected: firstMetres,
      sigma: 400,
    });
  }

  #known(line: Polyline, key: number): PlaceOnLine | undefined {
    for (const found of this.#found) if (found.from === key && found.line === line) return found.place;
    return undefined;
  }

  #find(line: Polyline, key: number, window: Parameters<typeof findOnLine>[2]): PlaceOnLine {
    const at = findOnLine(line, this.fix, window);
    const place = { ...at, emission: weighOnLine(this.p, line, at, this.fix) };
    this.#found.push({ line, from: key, place });
    return place;
  }
}

/** Where a vehicle can be that was `fromMetres` along the line, and where it should be. */
export function windowAhead(
  p: TrackingParameters,
  { elapsed, moved }: Fix,
  fromMetres: number,
): Parameters<typeof findOnLine>[2] {
  return {
    from: fromMetres - p.backwardMetres,
    to: fromMetres + p.maxSpeed * elapsed + 100,
    expected: fromMetres + moved,
    sigma: Math.max(100, moved),
  };
}
