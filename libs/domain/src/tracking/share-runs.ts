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

interface Edge {
  readonly run: Run;
  readonly odds: number;
  /** Message vehicle -> run: odds that the vehicle takes the run, all its other chances considered. */
  take: number;
  /** Message run -> vehicle: probability that the others leave the run free. */
  free: number;
}

/** For each vehicle, the probability that each of its runs is left free by all the others. */
export class SharedRuns {
  readonly #edges = new Map<string, Edge[]>();
  #taken = new Map<Run, number>();

  constructor(odds: ReadonlyMap<string, RunOdds>) {
    for (const [vehicleId, runs] of odds) {
      const edges: Edge[] = [];
      for (const [run, value] of runs) edges.push({ run, odds: value, take: value, free: 1 });
      this.#edges.set(vehicleId, edges);
    }
    for (let i = 0; i < ITERATIONS; i++) this.#exchange();
  }

  /** Probability that no other vehicle takes the run; 1 for a run that nobody is known to want. */
  probabilityFree(vehicleId: string, run: Run): number {
    const edge = this.#edges.get(vehicleId)?.find((candidate) => candidate.run === run);
    return edge ? edge.free : 1 / (1 + (this.#taken.get(run) ?? 0));
  }

  #exchange(): void {
    const taken = new Map<Run, number>();
    for (const edges of this.#edges.values()) {
      let all = 1;
      for (const { odds, free } of edges) all += odds * free;
      for (const edge of edges) {
        edge.take = edge.odds / Math.max(1e-9, all - edge.odds * edge.free);
        taken.set(edge.run, (taken.get(edge.run) ?? 0) + edge.take);
      }
    }
    for (const edges of this.#edges.values()) {
      for (const edge of edges) edge.free = 1 / (1 + Math.max(0, taken.get(edge.run)! - edge.take));
    }
    this.#taken = taken;
  }
}
