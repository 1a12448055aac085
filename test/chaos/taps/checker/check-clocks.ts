/** Whether taps are dated right, though some clocks are wrong. The truth is how wrong each device's clock was made. */
import type { StoredTap } from './check-taps.ts';
import type { Finding } from './findings.ts';
import { Check } from './findings.ts';
import type { DeviceHistory } from './read-journals.ts';

/** Messages take time, and the fastest of them is what a clock is measured by. */
const TOLERANCE_MS = 5000;

export function checkClocks(
  histories: readonly DeviceHistory[],
  stored: readonly StoredTap[],
  driftsMs: Readonly<Record<string, number>>,
): Finding[] {
  const dated = new Check('a tap whose time is called exact or corrected is dated within 5 s of the truth');
  const priced = new Check('no tap was left undated (quarantined)');
  const devices = new Map(histories.map((history) => [history.deviceId, history]));
  for (const row of stored) {
    const tap = devices.get(row.device_id)?.taps.get(Number(row.seq));
    if (tap === undefined) continue;
    const trueMs = tap.deviceTimeMs - (driftsMs[row.device_id] ?? 0);
    const offMs = Number(row.tapped_at_ms) - trueMs;
    const what = (): string =>
      `${row.device_id} ${row.seq}: ${row.clock_quality}, ${offMs} ms off, drift ${driftsMs[row.device_id] ?? 0}`;
    if (row.clock_quality === 'EXACT' || row.clock_quality === 'CORRECTED') {
      dated.expect(Math.abs(offMs) <= TOLERANCE_MS, what);
    }
    priced.expect(row.outcome !== 'QUARANTINED_CLOCK', what);
  }
  return [dated.finding(), priced.finding()];
}
