/** What the map can show beside vehicles: how fast lines go, and where people get in. */

/** GET /api/v1/dispatch/layers/speeds. */
export interface SpeedsView {
  readonly at: number;
  readonly windowSeconds: number;
  /** The slowest first. */
  readonly sections: readonly SectionSpeed[];
}

/** From one stop to the next of some line, both ways apart. */
export interface SectionSpeed {
  readonly fromStopId: string;
  readonly toStopId: string;
  /** A pattern that has the section, and where on its line it lies. */
  readonly patternId: string;
  readonly fromMetres: number;
  readonly toMetres: number;
  /** From departure to departure, so with the time at the stop: metres of all vehicles by their seconds. */
  readonly metresPerSecond: number;
  /** The same by the timetable's median running times; absent where it has both stops in one minute. */
  readonly plannedMetresPerSecond?: number;
  /** Vehicles that went it. */
  readonly passages: number;
}

/** GET /api/v1/dispatch/layers/taps. */
export interface TapCountsView {
  readonly at: number;
  readonly windowSeconds: number;
  /** Stops with fewer are not told of. */
  readonly fewest: number;
  /** The most first. */
  readonly stops: readonly StopTaps[];
}

export interface StopTaps {
  readonly stopId: string;
  /** By fives. */
  readonly taps: number;
}
