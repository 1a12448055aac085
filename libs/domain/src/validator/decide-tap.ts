import type { MediaType, TapReason } from '../taps/index.js';
import type { CardRead } from './validator-event.js';
import type { DeviceNow, RecentRide, ValidatorState } from './validator-state.js';

/**
 * Whether somebody may ride, and why: from what the device has, without asking anybody. The order is the order of
 * certainty: an inspection stops everything; then what the medium itself shows; then whose medium it is; a medium held
 * twice comes before the state of the list, because the rider has paid already.
 */
export function decideTap(state: ValidatorState, card: CardRead, now: DeviceNow): TapReason {
  const { verification } = card;
  if (state.isLocked) return 'INSPECTION_LOCK';
  if (verification?.verdict === 'REFUSED') return verification.reason;
  if (card.mediaType === 'CASH' || card.mediaType === 'STAFF') return 'OK_PAYG';
  if (state.denyList?.keys.has(card.listKey ?? card.token) === true) return 'DENY_LIST';
  const ride = state.recent.get(rideKey(card));
  if (isPassback(state, card, ride, now)) return 'PASSBACK';
  if (isListStale(state, now)) return decideStale(state, card.mediaType);
  return decideKind(state, card, ride, now);
}

/** Under which a medium is remembered on this vehicle. */
export function rideKey({ mediaType, token }: Pick<CardRead, 'mediaType' | 'token'>): string {
  return `${mediaType} ${token}`;
}

/** Whether too much time has passed since the list was made, by the device's clock; also where there is none. */
export function isListStale({ denyList, config }: ValidatorState, { wallMs }: DeviceNow): boolean {
  return denyList === undefined || wallMs - denyList.madeAtMs > config.listMaxAgeSeconds * 1000;
}

/** Held twice; an extra ticket that was asked for is no mistake. */
function isPassback(
  { config }: ValidatorState,
  { extras = [] }: CardRead,
  ride: RecentRide | undefined,
  { uptimeMs }: DeviceNow,
): boolean {
  return ride !== undefined && extras.length === 0 && uptimeMs - ride.lastMs < config.passbackSeconds * 1000;
}

function decideStale({ config }: ValidatorState, mediaType: MediaType): TapReason {
  if (config.rideWhenStale.includes(mediaType)) return 'OK_DEGRADED';
  return mediaType === 'BANK_CARD' ? 'EMV_ONLINE_REQUESTED' : 'NOT_ON_ALLOW_LIST';
}

function decideKind(
  { config }: ValidatorState,
  { verification, mediaType }: CardRead,
  ride: RecentRide | undefined,
  now: DeviceNow,
): TapReason {
  const verdict = verification?.verdict;
  if (verdict === 'PASS') return 'OK_PASS';
  if (verdict === 'CONCESSION') return 'OK_CONCESSION';
  if (verdict === 'TRANSFER') return 'OK_TRANSFER_HINT';
  if (ride !== undefined && now.uptimeMs - ride.windowFromMs <= config.transferSeconds * 1000) {
    return 'OK_TRANSFER_HINT';
  }
  if (verdict === 'UNKNOWN' || (verdict === undefined && mediaType === 'BANK_CARD')) return 'OK_OFFLINE_RISK';
  return 'OK_PAYG';
}
