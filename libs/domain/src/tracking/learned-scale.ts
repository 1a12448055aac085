/**
 * The scale of one side of a Student's t distribution, learned online: its maximum-likelihood estimate by the EM
 * iteration (a sample far out weighs little), from samples that fade, beside a prior.
 */
export class LearnedScale {
  #sum = 0;
  #samples = 0;

  /** Something was `off` the centre; worth so many samples. `scale` is the present estimate. */
  observe(off: number, samples: number, scale: number, freedom: number): void {
    this.#sum += samples * robustWeight(off, scale, freedom) * off * off;
    this.#samples += samples;
  }

  fade(keep: number): void {
    this.#sum *= keep;
    this.#samples *= keep;
  }

  /** The scale, where the prior's weighs so many samples; what was observed is corrected by a factor in the variance. */
  estimate(prior: number, priorSamples: number, correction: number): number {
    const squared = priorSamples * prior * prior + correction * this.#sum;
    return Math.sqrt(squared / (priorSamples + this.#samples));
  }

  /** As `restore` takes it. */
  dump(): [sum: number, samples: number] {
    return [Math.round(this.#sum), this.#samples];
  }

  restore(sum = 0, samples = 0): void {
    this.#sum = sum;
    this.#samples = samples;
  }
}

/** What a sample weighs in the EM iteration for Student's t. */
export function robustWeight(off: number, scale: number, freedom: number): number {
  return (freedom + 1) / (freedom + (off * off) / (scale * scale));
}
