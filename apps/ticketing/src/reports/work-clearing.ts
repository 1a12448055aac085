/** Works on clearing that was asked for, one job at a time in each process. */
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type ClearingJob, ClearingJobs } from '@rukh/adapters/postgres';
import type { ClearingChoice } from '@rukh/domain/fares';
import { Problem } from '@rukh/service';
import { Loop } from '../loop.js';
import { ClearPeriod } from './clear-period.js';

const PAUSE_MS = 1_000;
/** Longer than the reading of a day may take. */
const LEASE_MS = 360_000;
const ATTEMPTS = 3;

@Injectable()
export class WorkClearing implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('Clearing');
  #loop: Loop | undefined;

  constructor(
    private readonly jobs: ClearingJobs,
    private readonly periods: ClearPeriod,
  ) {}

  onApplicationBootstrap(): void {
    this.#loop = new Loop(
      () => this.#step(),
      PAUSE_MS,
      (error) => this.#logger.warn(error.message),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop?.stop();
  }

  async #step(): Promise<boolean> {
    const job = await this.jobs.lease(LEASE_MS);
    if (job === undefined) return false;
    try {
      const { fromDay, toDay, rule } = job;
      const wish = { fromDay, toDay, rule: rule as ClearingChoice };
      const { runId } = await this.periods.run(wish, (days) => this.jobs.note(job, days, LEASE_MS));
      await this.jobs.end(job, { runId });
    } catch (error) {
      await this.jobs.end(job, this.#judge(job, error as Error));
    }
    return true;
  }

  /** What the question itself is to blame for fails at once; the rest is tried again a few times. */
  #judge(job: ClearingJob, error: Error): { readonly error: string } | 'LATER' {
    if (error instanceof Problem && error.getStatus() < 500) return { error: error.message };
    this.#logger.warn(`clearing ${job.jobId}, attempt ${job.attempts}: ${error.message}`);
    return job.attempts < ATTEMPTS ? 'LATER' : { error: 'It failed several times; the log says why.' };
  }
}
