/** Whether a chargeback that the gateway tells of is to be booked. */
import type { GatewayChargeback } from './payment-gateway.js';

export type ChargebackRefusal = 'OTHER_CURRENCY' | 'MORE_THAN_TAKEN' | 'DIFFERS' | 'NOT_TAKEN_BACK';

export interface ChargebackFacts {
  /** What the gateway took for us. */
  readonly payment: { readonly currency: string; readonly amountMinor: number };
  /** By this dispute, taken back; undefined where nothing was booked of it. */
  readonly takenMinor: number | undefined;
  /** And returned. */
  readonly returnedMinor: number | undefined;
  /** By other disputes of the payment, taken back and not returned. */
  readonly othersMinor: number;
}

/**
 * A dispute takes back once and returns once at most, the same amount; what is told again changes nothing. All disputes of a
 * payment together take no more back than was taken: of one whose return is not told yet, the next is told again later.
 */
export function judgeChargeback(
  { amountMinor, currency, isReturned }: GatewayChargeback,
  { payment, takenMinor, returnedMinor, othersMinor }: ChargebackFacts,
): 'BOOK' | 'BOOKED' | { readonly refused: ChargebackRefusal } {
  if (currency !== payment.currency) return { refused: 'OTHER_CURRENCY' };
  if (amountMinor <= 0 || amountMinor > payment.amountMinor) return { refused: 'MORE_THAN_TAKEN' };
  if (isReturned && takenMinor === undefined) return { refused: 'NOT_TAKEN_BACK' };
  if ([takenMinor, returnedMinor].some((minor) => minor !== undefined && minor !== amountMinor)) {
    return { refused: 'DIFFERS' };
  }
  if ((isReturned ? returnedMinor : takenMinor) !== undefined) return 'BOOKED';
  const isTooMuch = !isReturned && amountMinor + othersMinor > payment.amountMinor;
  return isTooMuch ? { refused: 'MORE_THAN_TAKEN' } : 'BOOK';
}
