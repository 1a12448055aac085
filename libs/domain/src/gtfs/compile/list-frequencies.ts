import type { Findings } from '../findings/index.js';
import type { Frequency } from '../schedule.js';
import type { Draft } from './draft.js';
import type { SelectedTrips } from './select-trips.js';

/** The frequencies of the trips kept, by trip and start, with overlaps reported. */
export function listFrequencies(
  draft: Draft,
  { newIndexOf }: SelectedTrips,
  findings: Findings,
): readonly Frequency[] {
  const kept = draft.frequencies
    .map((frequency) => ({ ...frequency, trip: newIndexOf[frequency.trip]! }))
    .filter(({ trip }) => trip >= 0)
    .sort((a, b) => a.trip - b.trip || a.startSeconds - b.startSeconds);
  for (let i = 1; i < kept.length; i++) {
    const [before, after] = [kept[i - 1]!, kept[i]!];
    if (before.trip !== after.trip || after.startSeconds >= before.endSeconds) continue;
    findings.add('overlapping_frequencies', 'frequencies.txt', after.line, `overlaps line ${before.line}`);
  }
  return kept.map(({ trip, startSeconds, endSeconds, headwaySeconds, exactTimes }) => ({
    trip,
    startSeconds,
    endSeconds,
    headwaySeconds,
    exactTimes,
  }));
}
