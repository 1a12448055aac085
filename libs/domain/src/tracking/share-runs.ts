import type { Run } from './service-day-runs.js';

/**
 * Shares runs among vehicles: each run is one vehicle's, each vehicle has one run or none. From what each vehicle
 * by itself makes of the runs, sum-product message passing on the bipartite graph of vehicles and runs gives the
 * probabilities that hold when no two may have the same (Bethe approximation of the matching's partition function;
 * Huang and Jebara 2009, "Approximating the permanent with belief propagation"). A chain of late buses, each of
 * which alone looks like the one before it, is so solved as a whole.
 */
const ITERATIONS = 12;

/** One vehicle's odds of each run, relative to having none of them (1). */
export type RunOdds = ReadonlyMap<Run, number>;

/**
 * For each vehicle, the probability that each of its runs is left free by all the others. The graph is kept in
 * columns, an edge a row and a vehicle's edges in a row: it is gone through a dozen times for each sharing.
 */
export class SharedRuns {
  readonly #vehicles = new Map<string, number>();
  readonly #runs = new Map<Run, number>();
  /** First edge of each vehicle, and the end of the last one's. */
  readonly #first: Int32Array;
  readonly #run: Int32Array;
  readonly #odds: Float64Array;
  /** Message vehicle -> run: odds that the vehicle takes the run, all its other chances considered. */
  readonly #take: Float64Array;
  /** Message run -> vehicle: probability that the others leave the run free. */
  readonly #free: Float64Array;
  readonly #taken: Float64Array;

  constructor(odds: ReadonlyMap<string, RunOdds>) {
    let edges = 0;
    for (const runs of odds.values()) edges += runs.size;
    this.#first = new Int32Array(odds.size + 1);
    this.#run = new Int32Array(edges);
    this.#odds = new Float64Array(edges);
    this.#take = new Float64Array(edges);
    this.#free = new Float64Array(edges).fill(1);
    this.#fill(odds);
    this.#taken = new Float64Array(this.#runs.size);
    for (let i = 0; i < ITERATIONS; i++) this.#exchange();
  }

  /** Probability that no other vehicle takes the run; 1 for a run that nobody is known to want. */
  probabilityFree(vehicleId: string, run: Run): number {
    const index = this.#runs.get(run);
    if (index === undefined) return 1;
    const vehicle = this.#vehicles.get(vehicleId);
    if (vehicle !== undefined) {
      for (let edge = this.#first[vehicle]!; edge < this.#first[vehicle + 1]!; edge++) {
        if (this.#run[edge] === index) return this.#free[edge]!;
      }
    }
    return 1 / (1 + this.#taken[index]!);
  }

  #fill(odds: ReadonlyMap<string, RunOdds>): void {
    let edge = 0;
    for (const [vehicleId, runs] of odds) {
      this.#first[this.#vehicles.size] = edge;
      this.#vehicles.set(vehicleId, this.#vehicles.size);
      for (const [run, value] of runs) {
        let index = this.#runs.get(run);
        if (index === undefined) this.#runs.set(run, (index = this.#runs.size));
        this.#run[edge] = index;
        this.#odds[edge++] = value;
      }
    }
    this.#first[this.#vehicles.size] = edge;
  }

  #exchange(): void {
    const [first, run, odds, take, free, taken] = [
      this.#first,
      this.#run,
      this.#odds,
      this.#take,
      this.#free,
      this.#taken,
    ];
    taken.fill(0);
    for (let vehicle = 0; vehicle + 1 < first.length; vehicle++) {
      const from = first[vehicle]!;
      const to = first[vehicle + 1]!;
      let all = 1;
      for (let edge = from; edge < to; edge++) all += odds[edge]! * free[edge]!;
      for (let edge = from; edge < to; edge++) {
        const value = odds[edge]! / Math.max(1e-9, all - odds[edge]! * free[edge]!);
        take[edge] = value;
        taken[run[edge]!]! += value;
      }
    }
    for (let edge = 0; edge < run.length; edge++) {
      free[edge] = 1 / (1 + Math.max(0, taken[run[edge]!]! - take[edge]!));
    }
  }
}
