/** What is asked for rides after a piece of news, given what was asked for them before. */
import { type PriceChange, billRevisions } from './bill-revision.js';
import { isRiskLoss } from './post-charge.js';

/** A ride as it is priced, whatever is asked for it. */
export interface PricedRide {
  readonly rideRef: string;
  readonly atMs: number;
  readonly currency: string;
  readonly amountMinor: number;
  readonly disposition: string;
  readonly payer: string;
}

export interface AskedRide {
  readonly currency: string;
  readonly amountMinor: number;
  readonly disposition: string;
  readonly billedMinor: number;
  readonly payer: string;
}

/** By ride. */
export type Asked = ReadonlyMap<string, AskedRide>;

/** @param rides all that there are now; of those that are none any more nothing is asked */
export function billNews(
  before: Asked,
  rides: readonly PricedRide[],
  isInTime: (ride: PricedRide) => boolean,
): Map<string, AskedRide> {
  const inOrder = [...rides].sort((a, b) => a.atMs - b.atMs || (a.rideRef < b.rideRef ? -1 : 1));
  const here = new Set(rides.map(({ rideRef }) => rideRef));
  const ended = [...before].filter(([rideRef]) => !here.has(rideRef));
  const billed = billRevisions([
    ...inOrder.map((ride) => toPriceChange(ride, before.get(ride.rideRef), isInTime)),
    ...ended.map(([, { currency, amountMinor, billedMinor }]): PriceChange => ({
      ...{ currency, previousMinor: amountMinor, billedMinor, amountMinor: 0, isCollectable: false },
    })),
  ]);
  return new Map(
    inOrder.map(({ rideRef, currency, amountMinor, disposition, payer }, i) => [
      rideRef,
      { currency, amountMinor, disposition, billedMinor: billed[i]!, payer },
    ]),
  );
}

function toPriceChange(
  ride: PricedRide,
  before: AskedRide | undefined,
  isInTime: (ride: PricedRide) => boolean,
): PriceChange {
  const amountMinor = dueOf(ride);
  const now = { currency: ride.currency, amountMinor, isCollectable: isInTime(ride) };
  if (!before) return { ...now, previousMinor: 0, billedMinor: 0 };
  const previousMinor = dueOf(before);
  const { billedMinor } = before;
  if (before.payer === ride.payer) return { ...now, previousMinor, billedMinor };
  // What falls is given back to the other payer: it is nothing that this one may be asked for elsewhere.
  return { ...now, previousMinor, billedMinor: Math.min(billedMinor, amountMinor) };
}

/** What of a price its payer owes: nothing of a ride on a medium that was reported lost before. */
function dueOf({ disposition, amountMinor }: Pick<PricedRide, 'disposition' | 'amountMinor'>): number {
  return isRiskLoss(disposition) ? 0 : amountMinor;
}
