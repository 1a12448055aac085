/** What can be ordered of a thing that is selected. */
import type { ServiceOrderAction, TripRun } from '@rukh/domain/realtime';

export type OfferKind = 'cancel' | 'hold' | 'out_of_service' | 'close_stop';

export interface OrderOffer {
  readonly kind: OfferKind;
  /** How much of it, where that is to be chosen: minutes of a hold, hours of a closed stop. */
  readonly amount?: { readonly first: number; readonly most: number };
  /** `now` is epoch seconds. */
  readonly action: (amount: number, now: number) => ServiceOrderAction;
}

export interface RunOf {
  readonly tripId: string;
  readonly serviceDate: string;
  readonly startTime?: string | null;
}

export function offerOfTrip(run: RunOf): OrderOffer[] {
  return [{ kind: 'cancel', action: () => ({ kind: 'cancel', runs: [runOf(run)] }) }];
}

/** `next` is the stop it comes to, or stands at. */
export function offerOfVehicle(
  vehicleId: string,
  run: RunOf | undefined,
  next: { readonly stopSequence: number; readonly at: number | null } | undefined,
): OrderOffer[] {
  const offers: OrderOffer[] = [];
  if (run && next) {
    offers.push({
      kind: 'hold',
      amount: { first: 3, most: 60 },
      action: (minutes, now) => ({
        kind: 'hold',
        run: runOf(run),
        stopSequence: next.stopSequence,
        until: Math.round(Math.max(now, next.at ?? now)) + 60 * minutes,
      }),
    });
  }
  if (run) offers.push(...offerOfTrip(run));
  offers.push({ kind: 'out_of_service', action: () => ({ kind: 'out_of_service', vehicleId }) });
  return offers;
}

export function offerOfStop(stopId: string): OrderOffer[] {
  return [
    {
      kind: 'close_stop',
      amount: { first: 4, most: 240 },
      action: (hours, now) => ({
        kind: 'close_stop',
        stopIds: [stopId],
        period: { start: Math.round(now), end: Math.round(now) + 3600 * hours },
      }),
    },
  ];
}

function runOf({ tripId, serviceDate, startTime }: RunOf): TripRun {
  return { tripId, serviceDate, ...(startTime != null && startTime !== '' ? { startTime } : {}) };
}
