import type { DeviceNow, ServerClock, ValidatorState } from './validator-state.js';

/**
 * The time, milliseconds since 1970 UTC: the back office's by the uptime since it was last heard, where it was heard
 * since the start; else what the device's own clock says. A code that is good for thirty seconds is not refused because
 * a battery on board is flat.
 */
export function tellTime({ serverClock }: ValidatorState, { wallMs, uptimeMs }: DeviceNow): number {
  return serverClock === undefined ? wallMs : serverClock.atMs + uptimeMs - serverClock.uptimeMs;
}

/** What a message from the back office says of its clock. One that was long on its way says nothing new. */
export function hearTime(state: ValidatorState, serverTimeMs: number, { uptimeMs }: DeviceNow): ServerClock {
  const { serverClock } = state;
  const known = serverClock === undefined ? -Infinity : serverClock.atMs + uptimeMs - serverClock.uptimeMs;
  return { atMs: Math.max(known, serverTimeMs), uptimeMs };
}
