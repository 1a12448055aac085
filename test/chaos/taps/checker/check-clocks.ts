/** Whether taps are dated right, though some clocks are wrong. The truth is how wrong each device's clock was made. */
import type { StoredTap } from './check-taps.ts';
import type { Finding } from './findings.ts';
import { Check } from './findings.ts';
import type { DeviceHistory } from './read-journals.ts';

/** A message takes time, never less than none: by the fastest of a start its taps are dated, so never too early. */
const EARLY_MS = 5000;
/** On a stage where everything is frozen and cut the fastest may have taken long. */
const LATE_MS = 60_000;
/** Of a clock that is more wrong than this, and whose start died before it was heard of, nothing can be known. */
const LOST_MS = 5 * 60_000;

export function checkClocks(
  histories: readonly DeviceHistory[],
  stored: readonly StoredTap[],
  driftsMs: Readonly<Record<string, number>>,
): Finding[] {
  const dated = new Check(
    'a tap whose time is called exact or corrected is dated right (at most 5 s before the truth, 60 s after)',
  );
  const priced = new Check('no tap was left undated (quarantined) but of clocks wrong by more than 5 min');
  const devices = new Map(histories.map((history) => [history.deviceId, history]));
  for (const row of stored) {
    const tap = devices.get(row.device_id)?.taps.get(Number(row.seq));
    if (tap === undefined) continue;
    const driftMs = driftsMs[row.device_id] ?? 0;
    const offMs = Number(row.tapped_at_ms) - (tap.deviceTimeMs - driftMs);
    const what = (): string =>
      `${row.device_id} ${row.seq}: ${row.clock_quality}, ${offMs} ms off, drift ${driftMs}`;
    if (row.clock_quality === 'EXACT' || row.clock_quality === 'CORRECTED') {
      dated.expect(offMs >= -EARLY_MS && offMs <= LATE_MS, what);
    }
    priced.expect(row.outcome !== 'QUARANTINED_CLOCK' || Math.abs(driftMs) > LOST_MS, what);
  }
  return [dated.finding(), priced.finding()];
}
