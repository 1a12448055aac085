import type { DeviceTap, MediaType } from '../taps/index.js';
import type { ValidatorConfig } from './validator-config.js';
import { recallRides } from './recent-rides.js';
import type { DeviceNow, UsedTicket, ValidatorState } from './validator-state.js';

/** What a device's disk holds. */
export interface KeptOnDevice {
  /** How often it was started before. */
  readonly boots: number;
  readonly highWaterMark: number;
  /** Up to which number a journal gave them that was lost; where it is left out, none. */
  readonly begunAfter?: number;
  /** In any order; those with a receipt may be among them. */
  readonly taps: readonly DeviceTap[];
  /** Those of the last hours that have a receipt (`LONGEST_RECALL_MS`), in any order: who rode a moment ago. */
  readonly answeredTaps?: readonly DeviceTap[];
  readonly usedTickets: readonly UsedTicket[];
}

export const NOTHING_KEPT: KeptOnDevice = { boots: 0, highWaterMark: 0, taps: [], usedTickets: [] };

/**
 * A validator that starts, for the first time or after a crash: it goes on where its disk ends. Connections, batches on
 * their way, a lock and the deny list are gone; the shell brings the list again.
 */
export function startValidator(
  config: ValidatorConfig,
  now: DeviceNow,
  kept: KeptOnDevice = NOTHING_KEPT,
): ValidatorState {
  const queue = bySeq(kept.taps)
    .filter(({ seq }) => seq > kept.highWaterMark)
    .map((tap) => ({ tap, isAnswered: false }));
  return {
    config,
    bootId: kept.boots + 1,
    lastSeq: Math.max(kept.highWaterMark, queue.at(-1)?.tap.seq ?? 0),
    highWaterMark: kept.highWaterMark,
    begunAfter: kept.begunAfter ?? 0,
    queue,
    isConnected: false,
    inFlight: undefined,
    refusal: undefined,
    failures: 0,
    retryAtUptimeMs: 0,
    batchSize: config.batchSize,
    clockSource: 'RTC',
    newestListVersion: 0,
    acceptedStale: countDegraded(queue.map(({ tap }) => tap)),
    usedTickets: new Map(kept.usedTickets.map((used) => [used.ticketId, used])),
    isLocked: false,
    recent: recallRides(bySeq([...(kept.answeredTaps ?? []), ...kept.taps]), config, now),
    heartbeatAtUptimeMs: 0,
    chance: seedOf(`${config.deviceId} ${kept.boots}`),
  };
}

function bySeq(taps: readonly DeviceTap[]): readonly DeviceTap[] {
  return taps.toSorted((a, b) => a.seq - b.seq);
}

/** Whoever pulls the plug does not begin the count of risky media anew, as far as the queue remembers. */
function countDegraded(taps: readonly DeviceTap[]): Partial<Record<MediaType, number>> {
  const counts: Partial<Record<MediaType, number>> = {};
  for (const { reason, mediaType } of taps) {
    if (reason === 'OK_DEGRADED') counts[mediaType] = (counts[mediaType] ?? 0) + 1;
  }
  return counts;
}

/** Devices that start together must not draw alike (FNV-1a). */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
