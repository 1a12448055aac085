import type { Run } from './service-day-runs.js';

/**
 * Which vehicle holds which run, and how surely. A run is one vehicle's: the more surely one holds it, the less
 * likely it is for the others (a mean-field approximation of the exclusive assignment of runs to vehicles, one
 * vehicle at a time; it needs no global solution and costs a look-up a hypothesis).
 */
export class RunClaims {
  readonly #byRun = new Map<Run, Map<string, number>>();

  /** Sets what a vehicle claims; runs it claimed before and does not any more are released. */
  set(vehicleId: string, before: ReadonlyMap<Run, number>, now: ReadonlyMap<Run, number>): void {
    for (const run of before.keys()) if (!now.has(run)) this.#release(vehicleId, run);
    for (const [run, probability] of now) {
      let claims = this.#byRun.get(run);
      if (!claims) this.#byRun.set(run, (claims = new Map<string, number>()));
      claims.set(vehicleId, probability);
    }
  }

  /** Log probability that no other vehicle holds the run; at worst log(0.01) for each that surely does. */
  logFree(vehicleId: string, run: Run): number {
    const claims = this.#byRun.get(run);
    if (!claims) return 0;
    let sum = 0;
    for (const [other, probability] of claims) {
      if (other !== vehicleId) sum += Math.log1p(-0.99 * probability);
    }
    return sum;
  }

  #release(vehicleId: string, run: Run): void {
    const claims = this.#byRun.get(run);
    claims?.delete(vehicleId);
    if (claims?.size === 0) this.#byRun.delete(run);
  }
}
