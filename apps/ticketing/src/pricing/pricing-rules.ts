import type { Charge, FareTap, Rider } from '@rukh/domain/fares';

/** A tariff version as far as it decides which taps are to be priced again. */
export interface RulesVersion {
  readonly tariffVersion: string;
  readonly contentHash: string;
  readonly validFromMs: number;
}

/** How rides are priced: the tariffs in force, whatever reads them. Pure: the same arguments, the same answers. */
export interface PricingRules {
  readonly versions: readonly RulesVersion[];
  /** The charges of all rides of these taps. */
  price(rider: Rider, taps: readonly FareTap[]): readonly Charge[];
  /** From when on taps must be known so that what has changed since an instant is priced right. */
  horizonMs(sinceMs: number): number;
  /** Fare day of an instant, `YYYY-MM-DD`. */
  fareDateAt(atMs: number): string;
  /** When that fare day ends. */
  fareDayEndMs(fareDate: string): number;
}
