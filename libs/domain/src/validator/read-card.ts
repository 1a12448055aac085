import { type DeviceTap, isAllowed } from '../taps/index.js';
import { decideTap, rideKey } from './decide-tap.js';
import { chooseSignal } from './signal.js';
import type { CardRead, ValidatorEffect } from './validator-event.js';
import type { DeviceNow, RecentRide, ValidatorState } from './validator-state.js';

/** What follows from an event. */
export interface Step {
  readonly state: ValidatorState;
  readonly effects: readonly ValidatorEffect[];
}

/**
 * A medium was held to the reader: decided, numbered, put on disk, and only then shown. A refusal is a tap too. With a
 * full queue there is no room to record anything, and what cannot be recorded is not numbered: the rider rides unpaid.
 */
export function readCard(state: ValidatorState, card: CardRead, now: DeviceNow): Step {
  if (state.queue.length >= state.config.maxQueue) return refuseFull(state);
  const tap = makeTap(state, card, now);
  const ride = isAllowed(tap.reason) ? nextRide(state, card, now) : state.recent.get(rideKey(card));
  const recent = ride === undefined ? state.recent : remember(state, rideKey(card), ride, now);
  const transferMinutes = minutesLeft(state, card, ride, now);
  return {
    state: { ...state, recent, lastSeq: tap.seq, queue: [...state.queue, { tap, isAnswered: false }] },
    effects: [
      { type: 'KEEP', tap },
      {
        type: 'SHOW',
        reason: tap.reason,
        signal: chooseSignal(tap.reason),
        ...(isAllowed(tap.reason) && transferMinutes !== undefined && { transferMinutes }),
      },
    ],
  };
}

function makeTap(state: ValidatorState, card: CardRead, now: DeviceNow): DeviceTap {
  const { vehicleId } = state.config;
  return {
    deviceId: state.config.deviceId,
    seq: state.lastSeq + 1,
    deviceTimeMs: Math.round(now.wallMs),
    clockSource: state.clockSource,
    bootId: state.bootId,
    uptimeMs: Math.round(now.uptimeMs),
    kind: card.kind ?? 'ENTRY',
    mediaType: card.mediaType,
    token: card.token,
    reason: decideTap(state, card, now),
    denyListVersion: state.denyList?.version ?? 0,
    extras: card.extras ?? [],
    place: { ...(vehicleId !== undefined && { vehicleId }), ...card.place },
  };
}

/** The window opens with a ride outside any other, and never slides. */
function nextRide(state: ValidatorState, card: CardRead, { uptimeMs }: DeviceNow): RecentRide {
  const before = state.recent.get(rideKey(card));
  const isWithin =
    before !== undefined && uptimeMs - before.windowFromMs <= state.config.transferSeconds * 1000;
  return { lastMs: uptimeMs, windowFromMs: isWithin ? before.windowFromMs : uptimeMs };
}

/** With what is too old for any rule left out, so that the memory of a vehicle is that of one window. */
function remember(
  { recent, config }: ValidatorState,
  key: string,
  ride: RecentRide,
  { uptimeMs }: DeviceNow,
): ReadonlyMap<string, RecentRide> {
  const longestMs = Math.max(config.transferSeconds, config.passbackSeconds) * 1000;
  const next = new Map<string, RecentRide>();
  for (const [other, value] of recent) {
    if (uptimeMs - value.windowFromMs <= longestMs || uptimeMs - value.lastMs <= longestMs) {
      next.set(other, value);
    }
  }
  return next.set(key, ride);
}

function minutesLeft(
  { config }: ValidatorState,
  { verification, mediaType }: CardRead,
  ride: RecentRide | undefined,
  now: DeviceNow,
): number | undefined {
  if (mediaType === 'CASH' || mediaType === 'STAFF') return undefined;
  const leftMs =
    verification?.verdict === 'TRANSFER'
      ? verification.untilWallMs - now.wallMs
      : ride === undefined
        ? undefined
        : ride.windowFromMs + config.transferSeconds * 1000 - now.uptimeMs;
  return leftMs === undefined ? undefined : Math.max(0, Math.floor(leftMs / 60_000));
}

function refuseFull(state: ValidatorState): Step {
  const detail = `${state.queue.length} taps are kept without a receipt`;
  return { state, effects: [{ type: 'OUT_OF_SERVICE' }, { type: 'ALARM', alarm: 'QUEUE_FULL', detail }] };
}
