/** A rider who thinks that a ride was charged wrongly asks for its money back; somebody of the office decides. */
import { Inject, Injectable } from '@nestjs/common';
import { type Database, findRefundable, inTransaction } from '@rukh/adapters/postgres';
import { RIDER, requestRefund } from '../../payments/refund.js';
import { TICKETING_POOL } from '../../tokens.js';

@Injectable()
export class Complaints {
  constructor(@Inject(TICKETING_POOL) private readonly pool: Database) {}

  /** Answers whether it was asked for: only of a ride of the account's own, and what was not asked back before. */
  async ask(accountId: number, chargeId: string, reason: string): Promise<boolean> {
    const ride = await inTransaction(this.pool, (client) => findRefundable(client, chargeId));
    if (!ride || ride.accountId !== String(accountId) || ride.refundableMinor <= 0) return false;
    const wish = { chargeId, amountMinor: ride.refundableMinor, reason, requestedBy: RIDER };
    // Never granted at once, however small.
    const refund = await requestRefund(this.pool, wish, 0);
    return refund !== undefined && !('refused' in refund);
  }
}
