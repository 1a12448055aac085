/** What a till may sell, for what: by the tariff in force, and to whom it is for. */
import { Inject, Injectable } from '@nestjs/common';
import {
  type EntitlementRow,
  type PassRow,
  RightsStore,
  type Seller,
  isUniqueViolation,
} from '@rukh/adapters/postgres';
import { type SaleTerms, type Tariff, findPassTerms, findTariff, findTicketTerms } from '@rukh/domain/fares';
import { Problem } from '@rukh/service';
import type { z } from 'zod';
import { refusingUnknown } from '../media/read-request.js';
import { type Sold, TicketSales } from '../media/tickets/ticket-sales.js';
import { Tariffs } from '../pricing/tariffs.js';
import type { sellingPass, sellingSingle } from './desk-requests.js';

type PassSale = z.output<typeof sellingPass>;
type SingleSale = z.output<typeof sellingSingle>;

/** As the audit has it. */
export const actorOf = ({ sellerId, label }: Seller): string => `seller:${sellerId} (${label})`;

@Injectable()
export class DeskSales {
  constructor(
    private readonly tariffs: Tariffs,
    @Inject(RightsStore) private readonly rights: RightsStore,
    private readonly tickets: TicketSales,
  ) {}

  /** The same receipt again is the same pass. */
  async sellPass(sale: PassSale, seller: Seller): Promise<PassRow> {
    const { sellerId } = seller;
    const { accountId, fareProductId, receipt, currency } = sale;
    const before = await this.rights.findSold(sellerId, receipt);
    if (before) return checkSame(before, sale);
    const { terms, reducedFor } = await this.#findTerms(sale, findPassTerms);
    if (reducedFor !== undefined) await this.#checkRight(accountId, reducedFor);
    const { durationDays, rides, priceMinor } = terms;
    const pass = {
      ...{ fareProductId, priceMinor, currency, receipt, payment: { paidBy: 'CASH', sellerId } as const },
      ...(durationDays !== undefined && { durationDays }),
      ...(rides !== undefined && { rides }),
    };
    await this.#checkOpen(accountId);
    const sold = this.rights.sell(accountId, pass, actorOf(seller)).catch((error: unknown) => {
      // The till asked twice at once: the other was first.
      if (!isUniqueViolation(error)) throw error;
    });
    await refusingUnknown(sold, 'There is no such account.');
    return checkSame((await this.rights.findSold(sellerId, receipt))!, sale);
  }

  async sellSingle(sale: SingleSale, seller: Seller): Promise<Sold> {
    await this.#findTerms(sale, findTicketTerms);
    const { sellerId } = seller;
    return this.tickets.sell({ ...sale, isSingleUse: true, sellerId, codeSeconds: 30 }, actorOf(seller));
  }

  /** With the category that not everybody is of. @throws Problem 422 where the tariff sells no such thing, or for another price */
  async #findTerms(
    { fareProductId, riderCategoryId, priceMinor, currency }: PassSale | SingleSale,
    find: (tariff: Tariff, productId: string, categoryId: string) => SaleTerms | undefined,
  ): Promise<{ readonly terms: SaleTerms; readonly reducedFor: string | undefined }> {
    const history = await this.tariffs.findHistory();
    const tariff = history && findTariff(history, Date.now());
    if (!tariff) throw new Problem(503, { detail: 'No tariff is in force, or it cannot be read now.' }, 30);
    const terms = find(tariff, fareProductId, riderCategoryId ?? tariff.defaultCategoryId);
    if (!terms) throw new Problem(422, { detail: `${fareProductId} is not sold here to such a rider.` });
    if (terms.priceMinor !== priceMinor || tariff.currency !== currency) {
      const price = `${terms.priceMinor} ${tariff.currency}, in minor units`;
      throw new Problem(422, { detail: `${fareProductId} costs ${price}.` });
    }
    const isReduced = riderCategoryId !== tariff.defaultCategoryId;
    return { terms, reducedFor: isReduced ? riderCategoryId : undefined };
  }

  /** A reduced pass is for who has the right to it now. @throws Problem 422 */
  async #checkRight(accountId: number, categoryId: string): Promise<void> {
    const held = await this.rights.listEntitlements(accountId);
    if (held.some((right) => right.riderCategoryId === categoryId && holdsNow(right))) return;
    throw new Problem(422, { detail: `The rider has no right to ${categoryId} now.` });
  }

  async #checkOpen(accountId: number): Promise<void> {
    const account = await this.rights.findAccount(accountId);
    if (account?.state === 'CLOSED') throw new Problem(409, { detail: 'The account is closed.' });
  }
}

function holdsNow({ validFrom, validUntil, revokedAt }: EntitlementRow): boolean {
  const now = new Date();
  return (
    validFrom <= now && (validUntil === null || now < validUntil) && (revokedAt === null || now < revokedAt)
  );
}

/** @throws Problem 409 where the receipt is of something else */
function checkSame(pass: PassRow, { accountId, fareProductId, priceMinor }: PassSale): PassRow {
  const isSame =
    pass.accountId === accountId && pass.fareProductId === fareProductId && pass.priceMinor === priceMinor;
  if (isSame) return pass;
  throw new Problem(409, { detail: 'Under this receipt another pass was sold.' });
}
