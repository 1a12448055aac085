import type { Step } from './read-card.js';
import type { DeviceNow, QueuedTap, ValidatorState } from './validator-state.js';

/**
 * The next batch, if it is time for one: connected, none on its way, the wait after a failure over. It has the oldest
 * taps that have no answer; a first tap may wait a moment for others.
 */
export function sendBatch(state: ValidatorState, now: DeviceNow): Step {
  const nothing: Step = { state, effects: [] };
  if (!state.isConnected || state.inFlight !== undefined || now.uptimeMs < state.retryAtUptimeMs) {
    return nothing;
  }
  const chosen = chooseTaps(state);
  if (chosen.length === 0 || isWorthWaiting(state, chosen, now)) return nothing;
  const taps = chosen.map(({ tap }) => tap);
  const seqs = taps.map(({ seq }) => seq);
  const { deviceId, receiptTimeoutMs } = state.config;
  return {
    state: { ...state, inFlight: { seqs, deadlineUptimeMs: now.uptimeMs + receiptTimeoutMs } },
    effects: [
      {
        type: 'SEND',
        batch: {
          deviceId,
          sentAtMs: Math.round(now.wallMs),
          bootId: state.bootId,
          uptimeMs: Math.round(now.uptimeMs),
          lastSeq: state.lastSeq,
          taps,
        },
      },
    ],
  };
}

function chooseTaps({ queue, batchSize }: ValidatorState): QueuedTap[] {
  const chosen: QueuedTap[] = [];
  for (const queued of queue) {
    if (queued.isAnswered) continue;
    chosen.push(queued);
    if (chosen.length === batchSize) break;
  }
  return chosen;
}

function isWorthWaiting(
  { config, batchSize, bootId }: ValidatorState,
  chosen: readonly QueuedTap[],
  now: DeviceNow,
): boolean {
  const [first] = chosen;
  if (config.lingerMs === 0 || chosen.length === batchSize || first!.tap.bootId !== bootId) return false;
  return now.uptimeMs - first!.tap.uptimeMs < config.lingerMs;
}
