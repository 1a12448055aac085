/** What operators are due of a period's rides: each journey's charge split over its rides, and summed by operator. */
import { type ApportionmentRule, apportionCharge } from './apportion-charge.js';

/** Raised whenever the same rides would be cleared otherwise. */
export const CLEARING_RULE_VERSION = 1;

export interface RideToClear {
  readonly rideRef: string;
  readonly journeyRef: string;
  readonly operatorId: string;
  readonly currency: string;
  readonly persons: number;
  readonly amountMinor: number;
  readonly fundedMinor: number;
}

export interface OperatorDue {
  readonly operatorId: string;
  readonly currency: string;
  readonly rides: number;
  readonly persons: number;
  readonly chargedMinor: number;
  readonly apportionedMinor: number;
  readonly fundedMinor: number;
  readonly concessionRides: number;
}

/** Sums over all operators equal what was charged, to the minor unit. */
export function clearPeriod(rides: readonly RideToClear[], rule: ApportionmentRule): OperatorDue[] {
  const parts = apportionJourneys(rides, rule);
  const dues = new Map<string, { -readonly [K in keyof OperatorDue]: OperatorDue[K] }>();
  for (const { rideRef, operatorId, currency, persons, amountMinor, fundedMinor } of rides) {
    const key = `${operatorId} ${currency}`;
    const zero = {
      rides: 0,
      persons: 0,
      chargedMinor: 0,
      apportionedMinor: 0,
      fundedMinor: 0,
      concessionRides: 0,
    };
    const due = dues.get(key) ?? { operatorId, currency, ...zero };
    due.rides += 1;
    due.persons += persons;
    due.chargedMinor += amountMinor;
    due.apportionedMinor += parts.get(rideRef)!;
    due.fundedMinor += fundedMinor;
    if (fundedMinor > 0) due.concessionRides += 1;
    dues.set(key, due);
  }
  return [...dues].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, due]) => due);
}

function apportionJourneys(
  rides: readonly RideToClear[],
  rule: ApportionmentRule,
): ReadonlyMap<string, number> {
  const parts = new Map<string, number>();
  const journeys = Map.groupBy(rides, ({ journeyRef, currency }) => `${journeyRef} ${currency}`);
  for (const journey of journeys.values()) {
    const amount = journey.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const shares = journey.map(({ rideRef, persons }) => ({ key: rideRef, persons }));
    for (const [rideRef, part] of apportionCharge(amount, shares, rule)) parts.set(rideRef, part);
  }
  return parts;
}
