import type { ClockSource } from '../taps/index.js';
import { type Step, readCard } from './read-card.js';
import { retryLater } from './retry-later.js';
import { sendBatch } from './send-batch.js';
import { takeReceipt } from './take-receipt.js';
import type { ValidatorEvent } from './validator-event.js';
import type { DenyListState, DeviceNow, ValidatorState } from './validator-state.js';

/**
 * The whole life of a validator: what it knows, something that happens, and what it then knows and wants done. After
 * every event it sends what it can.
 */
export function step(state: ValidatorState, event: ValidatorEvent, now: DeviceNow): Step {
  const taken = take(state, event, now);
  const sent = sendBatch(taken.state, now);
  return { state: sent.state, effects: [...taken.effects, ...sent.effects] };
}

function take(state: ValidatorState, event: ValidatorEvent, now: DeviceNow): Step {
  switch (event.type) {
    case 'CARD_READ':
      return readCard(state, event, now);
    case 'RECEIPT':
      return takeReceipt(state, event.receipt, now);
    case 'SEND_FAILED':
      return quietly(giveUp(state, now, event.retryAfterSeconds));
    case 'CONNECTION':
      return quietly(connect(state, event.isUp));
    case 'LIST':
      return quietly(takeList(state, event.list));
    case 'RULES':
      return quietly({ ...state, config: { ...state.config, rules: event.rules } });
    case 'CLOCK_SET':
      return quietly(setClock(state, event.source));
    case 'INSPECTION':
      return quietly({ ...state, isLocked: event.isLocked });
    case 'TICK':
      return tick(state, now);
  }
}

function quietly(state: ValidatorState): Step {
  return { state, effects: [] };
}

/** How far off the clock was is said of the clock as it was: kept, it would be taken off a second time. */
function setClock(state: ValidatorState, clockSource: ClockSource): ValidatorState {
  return { ...state, clockSource, clockOffsetMs: undefined };
}

/** A batch on its way when the connection went is as lost as one without an answer. */
function connect(state: ValidatorState, isConnected: boolean): ValidatorState {
  return { ...state, isConnected, inFlight: isConnected ? state.inFlight : undefined };
}

function giveUp(state: ValidatorState, now: DeviceNow, retryAfterSeconds = 0): ValidatorState {
  return state.inFlight === undefined ? state : retryLater(state, now, { retryAfterSeconds });
}

/**
 * An older list than the one at hand would let somebody ride again whom a newer one stopped. One that was confirmed
 * since ends the count of media that were let in by a list too old.
 */
function takeList(state: ValidatorState, list: DenyListState): ValidatorState {
  const { denyList } = state;
  if (denyList !== undefined && list.version < denyList.version) return state;
  const isFresher = denyList === undefined || list.confirmedAtMs > denyList.confirmedAtMs;
  return {
    ...state,
    denyList: isFresher ? list : { ...list, confirmedAtMs: denyList.confirmedAtMs },
    ...(isFresher && denyList !== undefined && { acceptedStale: {} }),
  };
}

function tick(state: ValidatorState, now: DeviceNow): Step {
  const isOverdue = state.inFlight !== undefined && now.uptimeMs >= state.inFlight.deadlineUptimeMs;
  const next = isOverdue ? retryLater(state, now) : state;
  if (!next.isConnected || now.uptimeMs < next.heartbeatAtUptimeMs) return quietly(next);
  const heartbeatAtUptimeMs = now.uptimeMs + next.config.heartbeatMs;
  return { state: { ...next, heartbeatAtUptimeMs }, effects: [{ type: 'HEARTBEAT' }] };
}
