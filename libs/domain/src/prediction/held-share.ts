import type { PredictionParameters } from './prediction-parameters.js';

/**
 * By headway, a vehicle that is ready before the headway after the one before is over may be held back until then, or
 * leave at once: some lines are regulated, on others two that came together go on together. Learned is the share of
 * that time that vehicles wait.
 */
export class HeldShare {
  #waited = 0;
  #early = 0;

  constructor(private readonly p: PredictionParameters) {}

  /** As it is where `usual` was to be expected before anything was known. */
  shareBeside(usual: number): number {
    const trust = this.p.heldTrustSeconds;
    return (this.#waited + usual * trust) / (this.#early + trust);
  }

  /** Learns from a vehicle that was ready at one time and left at another, where the headway was over at a third. */
  learn(readyAt: number, leftAt: number, headwayOverAt: number): void {
    const early = headwayOverAt - readyAt;
    if (early < this.p.earlyLeastSeconds) return;
    const waited = Math.min(early, Math.max(0, leftAt - readyAt));
    const weight = Math.min(1, this.p.earlyMostSeconds / early);
    // Habits change: what is known of some dozens yields to what comes.
    const keep = 1 - (weight * early) / this.p.heldMostSeconds;
    this.#waited = keep * this.#waited + weight * waited;
    this.#early = keep * this.#early + weight * early;
  }

  /** Sums as `restore` reads them. */
  dump(): [waited: number, early: number] {
    return [this.#waited, this.#early];
  }

  restore([waited = 0, early = 0]: readonly number[]): void {
    this.#waited = waited;
    this.#early = early;
  }
}
