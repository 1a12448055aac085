import { type FareTap, holderOf } from '../fare-tap.js';
import { findTariff } from '../tariff/find-tariff.js';
import type { Tariff, TariffHistory } from '../tariff/tariff.js';
import type { TapPolicy } from '../tariff/terms.js';
import { findMedium } from './find-medium.js';
import { PassbackWatch } from './find-passback.js';
import { findPolicy } from './find-policy.js';
import type { Ride, RideStatus } from './ride.js';

/** No trip takes longer. */
const DAY_SECONDS = 86_400;

export interface FormedRides {
  /** By the order of their first taps. */
  readonly rides: readonly Ride[];
  /** Taps at whose time no tariff was in force. */
  readonly unpriced: readonly FareTap[];
}

interface OpenRide {
  readonly taps: FareTap[];
  readonly policy: TapPolicy;
  readonly tariff: Tariff;
  readonly mediaId: string;
  readonly holder: string;
  readonly index: number;
  /** It began where the rider had just left, which the policy makes dear. */
  readonly isReentry: boolean;
  /** When it was closed, while a rider who comes back at once continues it. */
  closed?: FareTap;
}

/**
 * Rides of taps that are in order. Where riders tap on and off, an exit ends the entry before it; what the device
 * takes a tap for is evidence, time and vehicle decide.
 */
export function formRides(history: TariffHistory, taps: readonly FareTap[]): FormedRides {
  const forming = new Forming();
  const unpriced: FareTap[] = [];
  for (const tap of taps) {
    const tariff = findTariff(history, tap.atMs);
    if (tariff) forming.add(tap, tariff);
    else unpriced.push(tap);
  }
  return { rides: forming.finish(), unpriced };
}

class Forming {
  readonly #rides: (Ride | undefined)[] = [];
  readonly #open = new Map<string, OpenRide>();
  readonly #passbacks = new PassbackWatch();

  add(tap: FareTap, tariff: Tariff): void {
    const mediaId = findMedium(tariff, tap);
    const policy = findPolicy(tariff, tap, mediaId);
    const place = { tariff, mediaId, policy };
    if (this.#passbacks.isRepetition(tap, policy)) {
      this.#rides.push(makeRide([tap], tap, undefined, 'PASSBACK', place));
    } else if (policy?.mode === 'on_off') this.#pair(tap, { ...place, policy });
    else this.#rides.push(makeRide([tap], tap, undefined, 'FLAT', place));
  }

  finish(): readonly Ride[] {
    for (const open of this.#open.values()) this.#settle(open);
    return this.#rides.filter((ride) => ride !== undefined);
  }

  #pair(tap: FareTap, place: Place & { readonly policy: TapPolicy }): void {
    const ended = tap.kind === 'ENTRY' ? undefined : this.#findEnded(tap, place);
    if (ended) {
      ended.taps.push(tap);
      ended.closed = tap;
      return;
    }
    const { policy } = place;
    const holder = holderOf(tap);
    const key = `${policy.ruleId}\n${holder}`;
    const open = this.#open.get(key);
    const isReentry = open?.closed !== undefined && tap.kind !== 'EXIT' && isBackAtOnce(open, tap);
    if (isReentry && policy.reentry === 'continue') {
      open.taps.push(tap);
      delete open.closed;
      return;
    }
    if (isReentry && policy.reentry === 'blocked') {
      this.#rides.push(makeRide([tap], tap, undefined, 'REENTRY_BLOCKED', place));
      return;
    }
    if (open) this.#settle(open);
    if (tap.kind === 'EXIT') {
      this.#open.delete(key);
      this.#rides.push(makeRide([tap], tap, undefined, 'UNPAIRED_OFF', place));
    } else {
      const isDear = isReentry && policy.reentry === 'maximum_fare';
      this.#open.set(key, {
        ...{ taps: [tap], ...place, holder, index: this.#rides.length },
        isReentry: isDear,
      });
      this.#rides.push(undefined);
    }
  }

  /** The last of the rides that the tap may end: their policies may go by where a ride starts. */
  #findEnded(tap: FareTap, { tariff, mediaId }: Place): OpenRide | undefined {
    return [...this.#open.values()]
      .filter((open) => !open.closed && isOfHolder(open, tap) && belongs(open, tap))
      .filter((open) => findPolicy(tariff, tap, mediaId, open.taps[0])?.ruleId === open.policy.ruleId)
      .reduce<OpenRide | undefined>(
        (last, open) => (last && last.index > open.index ? last : open),
        undefined,
      );
  }

  /** What an entry became, once nothing can be added to it. */
  #settle(open: OpenRide): void {
    const { taps, closed, index } = open;
    const entry = taps[0]!;
    const status = closed ? statusOf(open, closed) : 'INCOMPLETE_ON';
    this.#rides[index] = makeRide(taps, entry, closed, status, open);
  }
}

interface Place {
  readonly tariff: Tariff;
  readonly mediaId: string;
  readonly policy: TapPolicy | undefined;
}

function makeRide(
  taps: readonly FareTap[],
  entry: FareTap,
  exit: FareTap | undefined,
  status: RideStatus,
  { tariff, mediaId, policy }: Place,
): Ride {
  return { ref: entry.ref, taps, entry, exit, status, tariff, mediaId, policy };
}

/**
 * What is lost on the way leaves the ride that the rider was on: it ends where its medium is held to a device next, by
 * whomever. No other ride of his is ended by it, and none of its finder's by his new card.
 */
function isOfHolder({ holder, taps }: OpenRide, exit: FareTap): boolean {
  const { mediumRef } = taps.at(-1)!;
  return holder === holderOf(exit) || (mediumRef !== undefined && mediumRef === exit.mediumRef);
}

function belongs({ taps, policy }: OpenRide, exit: FareTap): boolean {
  const entry = taps[0]!;
  if (policy.isSameVehicle && entry.vehicleId !== exit.vehicleId) return false;
  const elapsedMs = exit.atMs - entry.atMs;
  const isLate = policy.isSameTripExempt && isSameTrip(entry, exit);
  if (isLate && isWithin(elapsedMs, DAY_SECONDS, true)) return true;
  return isWithin(elapsedMs, policy.maxJourneySeconds, policy.isMaxJourneyInclusive);
}

function isSameTrip(entry: FareTap, exit: FareTap): boolean {
  return entry.tripId !== undefined && entry.tripId === exit.tripId && entry.vehicleId === exit.vehicleId;
}

function statusOf({ taps, policy, isReentry }: OpenRide, exit: FareTap): RideStatus {
  if (isCancelled(taps[0]!, exit, policy)) return 'CANCELLED';
  return isReentry ? 'REENTRY' : 'COMPLETE';
}

function isBackAtOnce({ closed, policy }: OpenRide, entry: FareTap): boolean {
  if (!closed || policy.reentrySeconds === 0 || closed.stopId !== entry.stopId) return false;
  return isWithin(entry.atMs - closed.atMs, policy.reentrySeconds, true);
}

function isCancelled(entry: FareTap, exit: FareTap, policy: TapPolicy): boolean {
  if (policy.cancelSeconds <= 0 || entry.stopId === undefined || entry.stopId !== exit.stopId) return false;
  return isWithin(exit.atMs - entry.atMs, policy.cancelSeconds, policy.isCancelInclusive);
}

/** Elapsed time, not time on the wall: a night on which clocks change shortens nothing. */
export function isWithin(elapsedMs: number, seconds: number, isInclusive: boolean): boolean {
  return isInclusive ? elapsedMs <= seconds * 1000 : elapsedMs < seconds * 1000;
}
