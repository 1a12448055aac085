import type { FareTap, TapRef } from '../fare-tap.js';
import type { Tariff } from '../tariff/tariff.js';
import type { TapPolicy } from '../tariff/terms.js';

/** REENTRY: complete, but begun where the rider had just left; REENTRY_BLOCKED: an entry that counts for none. */
export type RideStatus =
  | 'FLAT'
  | 'COMPLETE'
  | 'REENTRY'
  | 'INCOMPLETE_ON'
  | 'UNPAIRED_OFF'
  | 'CANCELLED'
  | 'PASSBACK'
  | 'REENTRY_BLOCKED';

/** Whether the taps are for no ride at all: nothing is charged, and nobody owes anything. */
export function isNoRide({ status }: Pick<Ride, 'status'>): boolean {
  return status === 'PASSBACK' || status === 'REENTRY_BLOCKED' || status === 'CANCELLED';
}

/** Whether it began when its medium had been reported lost, and is for a ride at all. */
export function isLoss({ entry, status }: Pick<Ride, 'entry' | 'status'>): boolean {
  return entry.loss !== undefined && !isNoRide({ status });
}

/** One tap, or an entry with its exit: what a charge is for. */
export interface Ride {
  readonly ref: TapRef;
  readonly taps: readonly FareTap[];
  readonly entry: FareTap;
  readonly exit: FareTap | undefined;
  readonly status: RideStatus;
  /** In force at the first tap. */
  readonly tariff: Tariff;
  readonly mediaId: string;
  readonly policy: TapPolicy | undefined;
}
