import type { Hypothesis } from './hypothesis.js';
import type { Run } from './service-day-runs.js';

/**
 * Shares runs among vehicles: each run is one vehicle's, each vehicle has one run or none. From what each vehicle
 * by itself makes of the runs, sum-product message passing on the bipartite graph of vehicles and runs gives the
 * probabilities that hold when no two may have the same (Bethe approximation of the matching's partition function;
 * Huang and Jebara 2009, "Approximating the permanent with belief propagation"). A chain of late buses, each of
 * which alone looks like the one before it, is so solved as a whole.
 */
const ITERATIONS = 12;

/** A vehicle that wants runs, by what it makes of them by itself; `noneScore` is what it makes of having none. */
export interface Wanting {
  readonly vehicleId: string;
  readonly beam: readonly (Pick<Hypothesis, 'ownScore'> & { readonly trip: { readonly run: Run } })[];
  readonly noneScore: number;
}

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

  constructor(vehicles: readonly Wanting[]) {
    const most = vehicles.reduce((sum, { beam }) => sum + beam.length, 0);
    this.#first = new Int32Array(vehicles.length + 1);
    this.#run = new Int32Array(most);
    this.#odds = new Float64Array(most);
    const edges = this.#fill(vehicles);
    this.#run = this.#run.subarray(0, edges);
    this.#odds = this.#odds.subarray(0, edges);
    this.#take = new Float64Array(edges);
    this.#free = new Float64Array(edges).fill(1);
    this.#taken = new Float64Array(this.#runs.size);
    for (let i = 0; i < ITERATIONS; i++) this.#exchange();
  }

  /** Names a vehicle for `probabilityFree`; undefined for one that wanted nothing. */
  findVehicle(vehicleId: string): number | undefined {
    return this.#vehicles.get(vehicleId);
  }

  /** Probability that no other vehicle takes the run; 1 for a run that nobody is known to want. */
  probabilityFree(vehicle: number | undefined, run: Run): number {
    const index = this.#runs.get(run);
    if (index === undefined) return 1;
    if (vehicle !== undefined) {
      for (let edge = this.#first[vehicle]!; edge < this.#first[vehicle + 1]!; edge++) {
        if (this.#run[edge] === index) return this.#free[edge]!;
      }
    }
    return 1 / (1 + this.#taken[index]!);
  }

  /** An edge for each vehicle and run, with the odds of all hypotheses of the run; answers how many there are. */
  #fill(vehicles: readonly Wanting[]): number {
    /** By run, its last edge. */
    const lastEdges: number[] = [];
    let edges = 0;
    for (const { vehicleId, beam, noneScore } of vehicles) {
      const first = edges;
      this.#first[this.#vehicles.size] = first;
      this.#vehicles.set(vehicleId, this.#vehicles.size);
      for (const { trip, ownScore } of beam) {
        const index = this.#indexOf(trip.run);
        let edge = lastEdges[index] ?? -1;
        if (edge < first) {
          edge = lastEdges[index] = edges++;
          this.#run[edge] = index;
        }
        this.#odds[edge]! += Math.exp(Math.min(60, ownScore - noneScore));
      }
    }
    this.#first[this.#vehicles.size] = edges;
    return edges;
  }

  #indexOf(run: Run): number {
    let index = this.#runs.get(run);
    if (index === undefined) this.#runs.set(run, (index = this.#runs.size));
    return index;
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
