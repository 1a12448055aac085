import type { SeenTariff } from '@rukh/adapters/postgres';
import type { Charge, FareTap, Rider } from '@rukh/domain/fares';

/** How rides are priced: the tariffs in force, whatever reads them. Pure: the same arguments, the same answers. */
export interface PricingRules {
  /** What is in force when, in order. */
  readonly versions: readonly SeenTariff[];
  /** The charges of all rides of these taps. */
  price(rider: Rider, taps: readonly FareTap[]): readonly Charge[];
  /** From when on a rider's taps must be known so that what he did since an instant is priced right. */
  horizonMs(sinceMs: number, rider: Rider): number;
  /** After so long without a tap nothing of before matters to prices, calendar periods aside. */
  readonly pauseMs: number;
  /** From when on rides may cost something else because of a tap at that instant. */
  revisedSinceMs(tapMs: number): number;
  /** Fare day of an instant, `YYYY-MM-DD`. */
  fareDateAt(atMs: number): string;
  /** When that fare day ends. */
  fareDayEndMs(fareDate: string): number;
}
