import { judgeListAge, transferHintMinutesOf } from '../media/index.js';
import { type MediaType, type TapReason, isAllowed } from '../taps/index.js';
import { rideKey } from './recent-rides.js';
import { tellTime } from './tell-time.js';
import type { CardRead } from './validator-event.js';
import type { DeviceNow, RecentRide, ValidatorState } from './validator-state.js';

/**
 * Whether somebody may ride, and why. The order is the order of certainty: an inspection stops everything; then what the
 * medium itself shows; then whom the back office refuses, by its answer where there is one and by the list where not;
 * then what was taken on this vehicle a moment ago, which only the device knows; then what the back office allows; and
 * only where it could not be asked, whether the list is too old to go by.
 */
export function decideTap(state: ValidatorState, card: CardRead, now: DeviceNow): TapReason {
  const { verification, online, mediaType } = card;
  if (state.isLocked) return 'INSPECTION_LOCK';
  if (verification?.verdict === 'REFUSED') return verification.reason;
  if (mediaType === 'CASH') return 'OK_PAYG';
  const refusal = findRefusal(card);
  if (refusal !== undefined) return refusal;
  const ride = state.recent.get(rideKey(card));
  if (online?.reason === 'PASSBACK' || isPassback(state, card, ride, now)) return 'PASSBACK';
  if (state.usedTickets.has(card.token) && card.singleUseUntilMs !== undefined) return 'TICKET_EXPIRED';
  if (online !== undefined) return combine(online.reason, card);
  const age = judgeAge(state, mediaType, now);
  if (age === 'REFUSE') return mediaType === 'BANK_CARD' ? 'EMV_ONLINE_REQUESTED' : 'NOT_ON_ALLOW_LIST';
  return age === 'DEGRADED' ? 'OK_DEGRADED' : decideKind(state, card, ride, now);
}

/** By whose list a tap was decided: it goes onto the tap, so that nobody has to argue about a debt later. */
export function versionOf({ denyList }: ValidatorState, { online }: CardRead): number {
  return online?.denyListVersion ?? denyList?.version ?? 0;
}

/** The back office knows of a debt that was paid a moment ago, and of one that was made; a list knows of neither. */
function findRefusal({ online, isListed = false }: CardRead): TapReason | undefined {
  if (online === undefined) return isListed ? 'DENY_LIST' : undefined;
  return isAllowed(online.reason) || online.reason === 'PASSBACK' ? undefined : online.reason;
}

/** Held twice; an extra ticket that was asked for is no mistake. */
function isPassback(
  { config }: ValidatorState,
  { extras = [] }: CardRead,
  ride: RecentRide | undefined,
  { uptimeMs }: DeviceNow,
): boolean {
  return (
    ride !== undefined && extras.length === 0 && uptimeMs - ride.lastMs < config.rules.passbackSeconds * 1000
  );
}

/** A ticket says itself that it was paid for; of everything else the back office knows more. */
function combine(reason: TapReason, { verification }: CardRead): TapReason {
  const verdict = verification?.verdict;
  if (reason === 'OK_PASS' || reason === 'OK_CONCESSION') return reason;
  if (verdict === 'CONCESSION') return 'OK_CONCESSION';
  return verdict === 'PASS' ? 'OK_PASS' : reason;
}

function judgeAge(
  state: ValidatorState,
  mediaType: MediaType,
  now: DeviceNow,
): ReturnType<typeof judgeListAge> {
  const { denyList, config, acceptedStale } = state;
  const ageSeconds = (tellTime(state, now) - (denyList?.confirmedAtMs ?? -Infinity)) / 1000;
  return judgeListAge(config.rules.staleList[mediaType], {
    ageSeconds,
    acceptedStale: acceptedStale[mediaType] ?? 0,
  });
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
  const windowMs = transferHintMinutesOf(config.rules, mediaType) * 60_000;
  if (windowMs > 0 && ride !== undefined && now.uptimeMs - ride.windowFromMs <= windowMs) {
    return 'OK_TRANSFER_HINT';
  }
  // Whether a new bank card pays, and whether a badge has a right, is not known here.
  const isUnknown = verdict === undefined && (mediaType === 'BANK_CARD' || mediaType === 'STAFF');
  return verdict === 'UNKNOWN' || isUnknown ? 'OK_OFFLINE_RISK' : 'OK_PAYG';
}
