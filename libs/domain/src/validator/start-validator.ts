import type { DeviceTap } from '../taps/index.js';
import type { ValidatorConfig } from './validator-config.js';
import type { ValidatorState } from './validator-state.js';

/** What a device's disk holds. */
export interface KeptOnDevice {
  /** How often it was started before. */
  readonly boots: number;
  readonly highWaterMark: number;
  /** In any order; those with a receipt may be among them. */
  readonly taps: readonly DeviceTap[];
}

export const NOTHING_KEPT: KeptOnDevice = { boots: 0, highWaterMark: 0, taps: [] };

/**
 * A validator that starts, for the first time or after a crash: it goes on where its disk ends. Connections, batches on
 * their way, who rode a moment ago, a lock and the deny list are gone; the shell brings the list again.
 */
export function startValidator(config: ValidatorConfig, kept: KeptOnDevice = NOTHING_KEPT): ValidatorState {
  const queue = kept.taps
    .filter(({ seq }) => seq > kept.highWaterMark)
    .sort((a, b) => a.seq - b.seq)
    .map((tap) => ({ tap, isAnswered: false }));
  return {
    config,
    bootId: kept.boots + 1,
    lastSeq: Math.max(kept.highWaterMark, queue.at(-1)?.tap.seq ?? 0),
    highWaterMark: kept.highWaterMark,
    queue,
    isConnected: false,
    inFlight: undefined,
    refusal: undefined,
    failures: 0,
    retryAtUptimeMs: 0,
    batchSize: config.batchSize,
    clockSource: 'RTC',
    newestListVersion: 0,
    isLocked: false,
    recent: new Map(),
    heartbeatAtUptimeMs: 0,
    chance: seedOf(`${config.deviceId} ${kept.boots}`),
  };
}

/** Devices that start together must not draw alike (FNV-1a). */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
