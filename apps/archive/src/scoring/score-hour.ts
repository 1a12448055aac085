import { type PeriodScore, PeriodScorer } from '@rukh/domain/scoring';
import type { PredictionScores, ScoredHour } from '@rukh/adapters/postgres';

/** Scores one hour out of history and puts its scores there. The same rows in, the same scores out. */
const HOUR_MS = 3_600_000;
/** What baselines may learn from. */
const EARLIER_MS = 2 * HOUR_MS;
/** So many minutes ahead are scored, whatever is sampled. */
const LONGEST_AHEAD_MS = HOUR_MS;

export interface Sampling {
  readonly everySeconds: number;
  readonly horizonSeconds: number;
}

/** Rejects where the database fails or `signal` says stop; then nothing of the hour is changed. */
export async function scoreHour(
  store: PredictionScores,
  hourMs: number,
  { everySeconds, horizonSeconds }: Sampling,
  signal: AbortSignal,
): Promise<readonly PeriodScore[]> {
  const endMs = hourMs + HOUR_MS;
  signal.throwIfAborted();
  const arrivals = await store.listArrivals(hourMs, endMs);
  const earlier = await store.listArrivals(hourMs - EARLIER_MS, hourMs);
  const instants: number[] = [];
  for (let at = (hourMs - LONGEST_AHEAD_MS) / 1000; at <= endMs / 1000; at += everySeconds) instants.push(at);
  const scorer = new PeriodScorer({ arrivals, earlier, instants, longestSeconds: horizonSeconds });
  let samples = 0;
  await store.readSamples(hourMs, endMs, (routeId, sample) => {
    signal.throwIfAborted();
    samples++;
    scorer.add(routeId, sample);
  });
  const unseen = await store.countUnseen(hourMs, endMs);
  const { scores, network } = scorer.finish();
  const leftOut = { ...network.dropped, ...(unseen > 0 && { arrival_not_seen: unseen }) };
  const hour: ScoredHour = { hourMs, visits: arrivals.length, samples, leftOut };
  await store.save(hour, scores);
  return scores;
}
