import { transferHintMinutesOf } from '../media/index.js';
import { type DeviceTap, type TapReason, isAllowed } from '../taps/index.js';
import { decideTap, versionOf } from './decide-tap.js';
import { readToken } from './read-token.js';
import { noteRide, rideKey } from './recent-rides.js';
import { chooseSignal } from './signal.js';
import { tellTime } from './tell-time.js';
import type { CardRead, ValidatorEffect } from './validator-event.js';
import type { DeviceNow, RecentRide, UsedTicket, ValidatorState } from './validator-state.js';

/** What follows from an event. */
export interface Step {
  readonly state: ValidatorState;
  readonly effects: readonly ValidatorEffect[];
}

/**
 * A medium was held to the reader: decided, numbered, put on disk, and only then shown. A refusal is a tap too. With a
 * full queue there is no room to record anything, and what cannot be recorded is not numbered: the rider rides unpaid.
 */
export function readCard(state: ValidatorState, held: CardRead, now: DeviceNow): Step {
  if (state.queue.length >= state.config.maxQueue) return refuseFull(state);
  const card = readToken(held);
  const tap = makeTap(state, card, now);
  const key = rideKey(card);
  const isRide = isAllowed(tap.reason);
  const recent = isRide ? noteRide(state.recent, state.config, key, now.uptimeMs) : state.recent;
  const used = isRide ? findUse(card) : undefined;
  const queue = [...state.queue, { tap, isAnswered: false }];
  return {
    state: { ...state, recent, lastSeq: tap.seq, queue, ...count(state, tap), ...use(state, used, now) },
    effects: [
      { type: 'KEEP', tap, ...(used && { used }) },
      show(tap.reason, minutesLeft(state, card, recent.get(key), now)),
    ],
  };
}

function show(reason: TapReason, transferMinutes: number | undefined): ValidatorEffect {
  const isTold = isAllowed(reason) && transferMinutes !== undefined;
  return { type: 'SHOW', reason, signal: chooseSignal(reason), ...(isTold && { transferMinutes }) };
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
    denyListVersion: versionOf(state, card),
    extras: card.extras ?? [],
    place: { ...(vehicleId !== undefined && { vehicleId }), ...card.place },
  };
}

function findUse({ token, singleUseUntilMs }: CardRead): UsedTicket | undefined {
  return singleUseUntilMs === undefined ? undefined : { ticketId: token, untilMs: singleUseUntilMs };
}

/** Tickets that have ended are forgotten: their signature says as much. */
function use(
  state: ValidatorState,
  used: UsedTicket | undefined,
  now: DeviceNow,
): Pick<ValidatorState, 'usedTickets'> {
  if (used === undefined) return { usedTickets: state.usedTickets };
  const nowMs = tellTime(state, now);
  const left = [...state.usedTickets].filter(([, { untilMs }]) => untilMs > nowMs - FORGET_USED_MS);
  return { usedTickets: new Map(left).set(used.ticketId, used) };
}

/** A clock may be set back by as much, and a ticket of before be good again. */
const FORGET_USED_MS = 86_400_000;

/** How many were let in by a list that was too old. */
function count(
  { acceptedStale }: ValidatorState,
  { reason, mediaType }: DeviceTap,
): Pick<ValidatorState, 'acceptedStale'> {
  if (reason !== 'OK_DEGRADED') return { acceptedStale };
  return { acceptedStale: { ...acceptedStale, [mediaType]: (acceptedStale[mediaType] ?? 0) + 1 } };
}

function minutesLeft(
  { config }: ValidatorState,
  { online, mediaType }: CardRead,
  ride: RecentRide | undefined,
  now: DeviceNow,
): number | undefined {
  if (online?.transferMinutesLeft !== undefined) return online.transferMinutesLeft;
  const windowMs = transferHintMinutesOf(config.rules, mediaType) * 60_000;
  if (ride === undefined || windowMs === 0) return undefined;
  return Math.max(0, Math.floor((ride.windowFromMs + windowMs - now.uptimeMs) / 60_000));
}

function refuseFull(state: ValidatorState): Step {
  const detail = `${state.queue.length} taps are kept without a receipt`;
  return { state, effects: [{ type: 'OUT_OF_SERVICE' }, { type: 'ALARM', alarm: 'QUEUE_FULL', detail }] };
}
