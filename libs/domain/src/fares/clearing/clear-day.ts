/** What carriers are due of a day: each journey's charge split over its rides, and summed by carrier. */
import { type ClearingShare, apportionAmount } from './apportion-amount.js';
import type { ClearingPart } from './clearing-rules.js';

/** Raised whenever the same rides would be cleared otherwise. */
export const CLEARING_RULE_VERSION = 4;

export interface RideToClear {
  readonly rideRef: string;
  readonly journeyRef: string;
  /** '' where no carrier is known. */
  readonly operatorId: string;
  readonly currency: string;
  /** Whether anybody rode: not where a tap repeats another, or was taken back at once. */
  readonly isRide: boolean;
  readonly persons: number;
  /** What it was charged, less what was refunded of it. */
  readonly amountMinor: number;
  readonly fundedMinor: number;
  /** The pass or ticket that covered it. */
  readonly productId?: string | null;
  /** Of the trip that it was on, as far as it was seen. */
  readonly metres?: number | null;
}

export interface OperatorDue {
  readonly operatorId: string;
  readonly currency: string;
  readonly rides: number;
  readonly persons: number;
  /** Of rides that a pass or ticket covered. */
  readonly coveredRides: number;
  /** Of the trips that its vehicles ran. */
  readonly metres: number;
  /** What was charged on its vehicles, less refunds. */
  readonly chargedMinor: number;
  /** Its part of the journeys. */
  readonly apportionedMinor: number;
  /** Its part of what passes and tickets were sold for. */
  readonly soldMinor: number;
  /** Of what riders did not pay, what funding bodies owe for rides on its vehicles. */
  readonly fundedMinor: number;
  readonly concessionRides: number;
}

/** What a carrier is due in all: of riders, of who bought passes and tickets, of funding bodies. */
export function dueOf(due: OperatorDue): number {
  return due.apportionedMinor + due.soldMinor + due.fundedMinor;
}

/** Dues while they are summed. */
export class DueBook {
  readonly #dues = new Map<string, { -readonly [K in keyof OperatorDue]: OperatorDue[K] }>();

  add(operatorId: string, currency: string, amounts: Partial<OperatorDue>): void {
    const key = `${operatorId} ${currency}`;
    const zero = { coveredRides: 0, metres: 0, chargedMinor: 0, apportionedMinor: 0, soldMinor: 0 };
    const more = { rides: 0, persons: 0, fundedMinor: 0, concessionRides: 0 };
    const due = this.#dues.get(key) ?? { operatorId, currency, ...zero, ...more };
    for (const [name, amount] of Object.entries(amounts)) {
      if (typeof amount === 'number') due[name as 'rides'] += amount;
    }
    this.#dues.set(key, due);
  }

  /** Sorted by carrier. */
  list(): OperatorDue[] {
    return [...this.#dues].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, due]) => due);
  }
}

/**
 * Adds a day's rides to the book. The apportioned sums of all carriers equal what was charged, to the minor unit. A
 * journey over two fare days is split in each over the rides of that day, so that a period is the sum of its days.
 */
export function clearDay(book: DueBook, rides: readonly RideToClear[], rule: readonly ClearingPart[]): void {
  const parts = apportionJourneys(rides, rule);
  for (const ride of rides) {
    const { rideRef, operatorId, currency, isRide, persons, amountMinor, fundedMinor, productId } = ride;
    book.add(operatorId, currency, {
      ...{ rides: isRide ? 1 : 0, persons: isRide ? persons : 0, fundedMinor },
      ...{ chargedMinor: amountMinor, apportionedMinor: parts.get(rideRef)! },
      coveredRides: productId == null ? 0 : 1,
      concessionRides: fundedMinor > 0 ? 1 : 0,
    });
  }
}

/** What each ride's carrier has of the journey's charge, by ride. */
export function apportionJourneys(
  rides: readonly RideToClear[],
  rule: readonly ClearingPart[],
): ReadonlyMap<string, number> {
  const parts = new Map<string, number>();
  const journeys = Map.groupBy(rides, ({ journeyRef, currency }) => `${journeyRef} ${currency}`);
  for (const journey of journeys.values()) {
    const amount = journey.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    for (const [rideRef, part] of apportionAmount(amount, journey.map(shareOf), rule)) {
      parts.set(rideRef, part);
    }
  }
  return parts;
}

function shareOf({ rideRef, persons, metres }: RideToClear): ClearingShare {
  return { key: rideRef, rides: 1, persons, ...(metres != null && { metres }) };
}
