/**
 * What the scoring of predictions reads and writes. Samples are read through a cursor, a few thousand at a time,
 * whatever an hour holds; scores of an hour take the place of those that were there, in one transaction.
 */
import type { PeriodArrival, PeriodScore, PredictedArrival } from '@rukh/domain/scoring';
import type pg from 'pg';
import { type PlainRow, streamRows } from '../stream-rows.js';
import { SCORE_COLUMNS, toScoreValues } from './score-columns.js';

export interface ScoredHour {
  readonly hourMs: number;
  readonly visits: number;
  readonly samples: number;
  readonly leftOut: Readonly<Record<string, number>>;
}

export interface ScoresRequest {
  readonly fromMs: number;
  readonly toMs: number;
  /** '' is the whole network. */
  readonly routeId: string;
}

/** Visits are found by their scheduled time. A vehicle farther off its timetable than this is not scored. */
const FARTHEST_OFF = '3 hours';
const LONGEST_AHEAD = '1 hour';

/** Arrivals with a time, by their actual hour. */
const ARRIVED = `schedule_arrival_time >= $1::timestamptz - interval '${FARTHEST_OFF}'
  AND schedule_arrival_time < $2::timestamptz + interval '${FARTHEST_OFF}'
  AND actual_arrival_time >= $1::timestamptz AND actual_arrival_time < $2::timestamptz`;

export class PredictionScores {
  constructor(private readonly pool: pg.Pool) {}

  /** When an hour was scored last, epoch milliseconds, of the hours of a stretch that were. */
  async listScored(fromMs: number, toMs: number): Promise<ReadonlyMap<number, number>> {
    const { rows } = await this.pool.query<{ hour: Date; scored_at: Date }>(
      'SELECT hour, scored_at FROM prediction_score_hours WHERE hour >= $1 AND hour < $2',
      [new Date(fromMs), new Date(toMs)],
    );
    return new Map(rows.map(({ hour, scored_at: at }) => [hour.getTime(), at.getTime()]));
  }

  async listArrivals(fromMs: number, toMs: number): Promise<PeriodArrival[]> {
    const { rows } = await this.pool.query<ArrivalRow>(
      `SELECT to_char(service_date, 'YYYYMMDD') AS day, trip_id_performed, trip_stop_sequence, stop_id, route_id,
         extract(epoch FROM actual_arrival_time)::float8 AS arrived,
         extract(epoch FROM schedule_arrival_time)::float8 AS scheduled
       FROM stop_visits WHERE ${ARRIVED}`,
      [new Date(fromMs), new Date(toMs)],
    );
    return rows.map((row) => ({
      tripId: row.trip_id_performed,
      startDate: row.day,
      stopSequence: row.trip_stop_sequence,
      stopId: row.stop_id,
      routeId: row.route_id,
      arrivalSeconds: row.arrived,
      scheduledSeconds: row.scheduled,
    }));
  }

  /** Samples of predictions of the arrivals of a stretch, route by route and in order of time; resolves at the end. */
  async readSamples(
    fromMs: number,
    toMs: number,
    take: (routeId: string, sample: PredictedArrival) => void,
  ): Promise<void> {
    await streamRows(
      this.pool,
      `SELECT to_char(service_date, 'YYYYMMDD'), trip_id_performed, trip_stop_sequence, sample.stop_id, visit.route_id,
         extract(epoch FROM made_at)::float8, extract(epoch FROM predicted_arrival_time)::float8, interval_seconds
       FROM prediction_samples AS sample
       JOIN stop_visits AS visit USING (service_date, trip_id_performed, trip_stop_sequence)
       WHERE ${ARRIVED.replaceAll('$1::timestamptz', literal(fromMs)).replaceAll('$2::timestamptz', literal(toMs))}
         AND made_at >= ${literal(fromMs)} - interval '${LONGEST_AHEAD}' AND made_at < ${literal(toMs)}
       ORDER BY visit.route_id, made_at, trip_id_performed, trip_stop_sequence`,
      (rows) => {
        for (const row of rows) take(row[4] as string, toPrediction(row));
      },
    );
  }

  /**
   * Samples by which a vehicle would have come in a stretch, and of which no arrival was seen: it gave the trip up, another
   * vehicle ran it, it was the first stop, or it came too far off the timetable to be scored.
   */
  async countUnseen(fromMs: number, toMs: number): Promise<number> {
    const { rows } = await this.pool.query<{ count: string }>(
      `SELECT count(*) FROM prediction_samples AS sample
       WHERE made_at >= $1::timestamptz - interval '${LONGEST_AHEAD}' AND made_at < $2
         AND predicted_arrival_time >= $1 AND predicted_arrival_time < $2
         AND NOT EXISTS (
           SELECT FROM stop_visits AS visit
           WHERE visit.service_date = sample.service_date
             AND visit.trip_id_performed = sample.trip_id_performed
             AND visit.trip_stop_sequence = sample.trip_stop_sequence
             AND visit.actual_arrival_time IS NOT NULL
             AND schedule_arrival_time >= $1::timestamptz - interval '${FARTHEST_OFF}'
             AND schedule_arrival_time < $2::timestamptz + interval '${FARTHEST_OFF}')`,
      [new Date(fromMs), new Date(toMs)],
    );
    return Number(rows[0]!.count);
  }

  /** Puts an hour's scores in the place of those that were there. */
  async save(
    { hourMs, visits, samples, leftOut }: ScoredHour,
    scores: readonly PeriodScore[],
  ): Promise<void> {
    const hour = new Date(hourMs);
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('DELETE FROM prediction_score_hours WHERE hour = $1', [hour]);
      await client.query(
        `INSERT INTO prediction_score_hours (hour, scored_at, visits, samples, left_out) VALUES ($1, now(), $2, $3, $4)`,
        [hour, visits, samples, JSON.stringify(leftOut)],
      );
      for (const score of scores) {
        const values = [hour, ...toScoreValues(score)];
        const places = values.map((_, i) => `$${i + 1}`).join(', ');
        await client.query(
          `INSERT INTO prediction_scores (hour, ${SCORE_COLUMNS.join(', ')}) VALUES (${places})`,
          values,
        );
      }
      await client.query('COMMIT');
    } catch (error) {
      client.release(true);
      throw error;
    }
    client.release();
  }

  /** Scores of a stretch, by hour and horizon; columns as the table has them. */
  async list({
    fromMs,
    toMs,
    routeId,
  }: ScoresRequest): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { rows } = await this.pool.query<Record<string, unknown>>(
      `SELECT hour, ${SCORE_COLUMNS.join(', ')} FROM prediction_scores
       WHERE route_id = $1 AND hour >= $2 AND hour < $3
       ORDER BY hour, split_part(horizon, '-', 1)::integer`,
      [routeId, new Date(fromMs), new Date(toMs)],
    );
    return rows;
  }

  /** Drops the scores of hours before an instant; answers how many hours those were. */
  async dropBefore(keptFromMs: number): Promise<number> {
    const { rowCount } = await this.pool.query('DELETE FROM prediction_score_hours WHERE hour < $1', [
      new Date(keptFromMs),
    ]);
    return rowCount ?? 0;
  }

  /** Runs `work` unless another process is at it; answers whether it ran. */
  async exclusively(lockKey: number, work: () => Promise<void>): Promise<boolean> {
    const client = await this.pool.connect();
    try {
      const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
        lockKey,
      ]);
      if (rows[0]?.taken !== true) return false;
      await work();
      return true;
    } finally {
      // The lock goes with the session.
      client.release(true);
    }
  }
}

interface ArrivalRow {
  readonly day: string;
  readonly trip_id_performed: string;
  readonly trip_stop_sequence: number;
  readonly stop_id: string;
  readonly route_id: string;
  readonly arrived: number;
  readonly scheduled: number;
}

/** The columns of `readSamples`. */
function toPrediction(row: PlainRow): PredictedArrival {
  const [startDate, tripId, stopSequence, stopId, , madeAtSeconds, predicted, interval] = row;
  const [arrivalSeconds, halfWidth] = [predicted as number, interval as number];
  return {
    tripId: tripId as string,
    startDate: startDate as string,
    stopSequence: stopSequence as number,
    stopId: stopId as string,
    madeAtSeconds: madeAtSeconds as number,
    arrivalSeconds,
    lowSeconds: arrivalSeconds - halfWidth,
    highSeconds: arrivalSeconds + halfWidth,
  };
}

/** A cursor takes no parameters in the statement that declares it. */
function literal(atMs: number): string {
  return `'${new Date(atMs).toISOString()}'::timestamptz`;
}
