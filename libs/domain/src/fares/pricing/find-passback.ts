import { type FareTap, holderOf } from '../fare-tap.js';
import type { TapPolicy } from '../tariff/terms.js';

/**
 * Tells a tap that only repeats the one before: same medium, same vehicle (or device, where none is known), within
 * some seconds, nothing bought with it. Counted from the tap that was taken, so that a row of repetitions ends.
 */
export class PassbackWatch {
  readonly #taken = new Map<string, FareTap>();

  isRepetition(tap: FareTap, policy: TapPolicy | undefined): boolean {
    const vehicle = tap.vehicleId ?? `device ${tap.deviceId}`;
    const key = `${tap.mediumRef ?? tap.mediaType}\n${holderOf(tap)}\n${vehicle}`;
    const taken = this.#taken.get(key);
    if (taken && policy && isSoonAfter(taken, tap, policy)) return true;
    this.#taken.set(key, tap);
    return false;
  }
}

function isSoonAfter(taken: FareTap, tap: FareTap, policy: TapPolicy): boolean {
  if (tap.extras.length > 0 || policy.passbackSeconds <= 0) return false;
  // Leaving is no repetition of boarding.
  if (policy.mode === 'on_off' && tap.kind !== taken.kind) return false;
  if (policy.mode === 'on_off' && tap.kind === 'UNKNOWN' && tap.stopId !== taken.stopId) return false;
  const seconds = (tap.atMs - taken.atMs) / 1000;
  return policy.isPassbackInclusive ? seconds <= policy.passbackSeconds : seconds < policy.passbackSeconds;
}
