import type { FareTap, TapRef } from '../fare-tap.js';
import type { Tariff, TapPolicy } from '../tariff/tariff.js';

export type RideStatus = 'FLAT' | 'COMPLETE' | 'INCOMPLETE_ON' | 'UNPAIRED_OFF' | 'CANCELLED' | 'PASSBACK';

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
