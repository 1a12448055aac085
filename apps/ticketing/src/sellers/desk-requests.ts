/** What tills ask, and are answered. Prices are the tariff's: the till says what it took, and is refused where that is another. */
import { jsonContent } from '@rukh/service';
import { z } from 'zod';
import { toContent } from '../media/describe-media.js';
import { token } from '../media/media-requests.js';
import { sellingTicket } from '../media/tickets/ticket-requests.js';
import { topUpWish, topUpsQuery } from '../payouts/top-up-requests.js';

const name = z.string().min(1).max(64);
const paid = {
  priceMinor: z.int().min(0).max(100_000_000).describe('What the till took: the tariff’s price'),
  currency: topUpWish.shape.currency,
  riderCategoryId: name.optional().describe('Of the rider; without it everybody’s'),
};

export const finding = z.strictObject({ token });
/** More in one go is a slip of the hand, or a stolen token. */
const MOST_MINOR = 1_000_000;
export const toppingUp = topUpWish
  .omit({ sellerId: true, by: true })
  .extend({ amountMinor: z.int().min(1).max(MOST_MINOR) });
export const listing = topUpsQuery.omit({ sellerId: true, format: true, lang: true });
export const sellingPass = z.strictObject({
  accountId: topUpWish.shape.accountId,
  receipt: topUpWish.shape.receipt,
  fareProductId: name,
  ...paid,
});
/** For one ride, printed by a driver's terminal or a till. */
export const sellingSingle = z.strictObject({
  channel: z.enum(['DRIVER', 'PAPER']).default('PAPER'),
  fareProductId: name,
  vehicleId: sellingTicket.shape.vehicleId,
  zoneIds: sellingTicket.shape.zoneIds,
  validSeconds: z.int().min(60).max(86_400).default(3_600),
  ...paid,
});

export const FOUND = toContent(
  z.object({ accountId: z.int(), mediaType: z.string(), state: z.string(), currency: z.string() }),
);
export const SOLD_PASS = jsonContent(
  z.object({ passId: z.int(), fareProductId: z.string(), priceMinor: z.int(), currency: z.string() }),
);
