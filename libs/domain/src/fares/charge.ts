import type { TapRef } from './fare-tap.js';

/** What the back office made of a tap (ticketing.md 2.3, layer B). */
export const DISPOSITIONS = [
  'CHARGED',
  'FREE_TRANSFER',
  'CAPPED',
  'COVERED_BY_PASS',
  'CONCESSION_FREE',
  'PAIRED_OFF',
  'INCOMPLETE_ON',
  'UNPAIRED_OFF',
  'CANCELLED',
  'PASSBACK_IGNORED',
  /** On a medium that was reported lost before: the scheme bears it, and the rider is asked for nothing. */
  'LOST_MEDIUM',
] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export const ADJUSTMENT_KINDS = [
  'CONCESSION',
  'TRANSFER',
  'CAP',
  'PASS',
  'BEST_VALUE',
  'DISCOUNT',
  'SURCHARGE',
  'CANCELLED',
  'MAXIMUM_FARE',
  'PASSBACK',
  /** Of an earlier ride, where a later one of its journey made the whole cheaper. */
  'RETURNED',
] as const;
export type AdjustmentKind = (typeof ADJUSTMENT_KINDS)[number];

/** One step from the nominal price to the amount; all steps of a charge add up exactly. */
export interface ChargeAdjustment {
  /** Row of the tariff that made it, e.g. `fare_transfer_rules:line-12` or an id that the file gives. */
  readonly ruleId: string;
  readonly kind: AdjustmentKind;
  /** Negative lowers the price. */
  readonly amountMinor: number;
}

/** Why an amount is what it is: a code that texts in each language are kept for, and what it was worked out from. */
export interface Reason {
  readonly code: string;
  readonly ruleId: string;
  readonly inputs: Readonly<Record<string, string | number>>;
}

/**
 * The price of one ride: of one tap, or of an entry with its exit. A function of the rider's set of taps; the same
 * set gives the same charges whatever the order of arrival.
 */
export interface Charge {
  /** The tap that the ride began with (of a lonely exit: that one). There is one charge a ride. */
  readonly rideRef: TapRef;
  /** All taps of the ride. A tap is in one charge only. */
  readonly tapRefs: readonly TapRef[];
  /** Time of the ride's first tap. */
  readonly atMs: number;
  /** The first ride's ref, shared by rides that transfer rules join. */
  readonly journeyRef: TapRef;
  readonly tariffVersion: string;
  readonly currency: string;
  readonly fareProductId: string;
  readonly riderCategoryId: string;
  readonly fareMediaId: string;
  readonly disposition: Disposition;
  /** Price by the fare product alone, with extras, before anything makes it cheaper or dearer. */
  readonly nominalMinor: number;
  readonly adjustments: readonly ChargeAdjustment[];
  /** nominalMinor + all adjustments; never negative. */
  readonly amountMinor: number;
  /** Of what the rider does not pay, the part that somebody else owes for him, and who. */
  readonly funded?: {
    readonly fundingBodyId: string;
    readonly amountMinor: number;
    readonly entitlementId: string;
  };
  readonly operatorId?: string;
  readonly reasons: readonly Reason[];
}
