/** Clearing that was asked for: waiting, worked on by whoever has its lease, done or failed. */
import type pg from 'pg';

export const CLEARING_JOB_STATES = ['WAITING', 'RUNNING', 'DONE', 'FAILED'] as const;

export interface ClearingJob {
  readonly jobId: number;
  readonly fromDay: string;
  readonly toDay: string;
  readonly rule: string;
  readonly state: (typeof CLEARING_JOB_STATES)[number];
  readonly askedAt: Date;
  /** How often it was begun. */
  readonly attempts: number;
  /** Days of the period that are read, and all. */
  readonly daysDone: number;
  readonly days: number;
  readonly runId: number | null;
  readonly error: string | null;
}

const JOB = `job_id::float8 AS "jobId", from_day::text AS "fromDay", to_day::text AS "toDay", rule, state,
  asked_at AS "askedAt", attempts, days_done AS "daysDone", to_day - from_day + 1 AS days, run_id::float8 AS "runId", error`;

export class ClearingJobs {
  constructor(private readonly pool: pg.Pool) {}

  /** The job of a question; the one under way where the same was asked before. */
  async ask(wish: Pick<ClearingJob, 'fromDay' | 'toDay' | 'rule'>): Promise<ClearingJob> {
    const { rows } = await this.pool.query<ClearingJob>(
      // What changes nothing is written all the same, so that the row of before is told.
      `INSERT INTO ticketing.clearing_jobs (from_day, to_day, rule) VALUES ($1, $2, $3)
       ON CONFLICT (from_day, to_day, rule) WHERE state IN ('WAITING', 'RUNNING')
       DO UPDATE SET rule = excluded.rule RETURNING ${JOB}`,
      [wish.fromDay, wish.toDay, wish.rule],
    );
    return rows[0]!;
  }

  async find(jobId: number): Promise<ClearingJob | undefined> {
    const sql = `SELECT ${JOB} FROM ticketing.clearing_jobs WHERE job_id = $1`;
    return (await this.pool.query<ClearingJob>(sql, [jobId])).rows[0];
  }

  /** The oldest job that nobody works on, for a while; undefined where there is none. */
  async lease(leaseMs: number): Promise<ClearingJob | undefined> {
    const { rows } = await this.pool.query<ClearingJob>(
      `UPDATE ticketing.clearing_jobs SET state = 'RUNNING', attempts = attempts + 1, days_done = 0,
         leased_until = clock_timestamp() + $1 * interval '1 millisecond'
       WHERE job_id = (
         SELECT job_id FROM ticketing.clearing_jobs
         WHERE state = 'WAITING' OR (state = 'RUNNING' AND leased_until < clock_timestamp())
         ORDER BY job_id LIMIT 1 FOR UPDATE SKIP LOCKED
       ) RETURNING ${JOB}`,
      [leaseMs],
    );
    return rows[0];
  }

  /** Notes how far it has come, and keeps the lease. */
  async note({ jobId, attempts }: ClearingJob, daysDone: number, leaseMs: number): Promise<void> {
    await this.pool.query(
      `UPDATE ticketing.clearing_jobs SET days_done = $3, leased_until = clock_timestamp() + $4 * interval '1 millisecond'
       WHERE job_id = $1 AND attempts = $2 AND state = 'RUNNING'`,
      [jobId, attempts, daysDone, leaseMs],
    );
  }

  /** Whoever lost the lease meanwhile changes nothing. */
  async end(
    { jobId, attempts }: ClearingJob,
    result: { readonly runId: number } | { readonly error: string } | 'LATER',
  ): Promise<void> {
    const [state, runId, error] =
      result === 'LATER'
        ? ['WAITING', null, null]
        : 'runId' in result
          ? ['DONE', result.runId, null]
          : ['FAILED', null, result.error];
    await this.pool.query(
      `UPDATE ticketing.clearing_jobs SET state = $3, run_id = $4, error = $5, leased_until = NULL,
         ended_at = CASE WHEN $3 = 'WAITING' THEN NULL ELSE clock_timestamp() END
       WHERE job_id = $1 AND attempts = $2 AND state = 'RUNNING'`,
      [jobId, attempts, state, runId, error],
    );
  }
}
