import type { MediaType } from '../../taps/index.js';
import type { Tariff } from './tariff.js';

/** On what a seller sells, for cash: a ticket is what cash would buy on board, a pass is for a card. */
const MEDIA_OF_TICKETS = ['CASH', 'PAPER', 'STATIC_QR'] as const satisfies readonly MediaType[];
const MEDIA_OF_PASSES = ['CLOSED_CARD'] as const satisfies readonly MediaType[];

/** What somebody who is not the office may sell a product for, and with how much in it: by the tariff, whatever his till says. */
export interface SaleTerms {
  readonly priceMinor: number;
  /** Of a pass by days. */
  readonly durationDays?: number;
  /** Of a pass that holds a number of rides. */
  readonly rides?: number;
}

/** Undefined where it is no ticket of the tariff, or has no price by itself for such a rider. */
export function findTicketTerms(
  tariff: Tariff,
  productId: string,
  categoryId: string,
): SaleTerms | undefined {
  if (tariff.passes.has(productId)) return undefined;
  const priceMinor = findPrice(tariff, productId, categoryId, MEDIA_OF_TICKETS);
  return priceMinor === undefined ? undefined : { priceMinor };
}

/** Undefined where it is no pass of the tariff, has no price for such a rider, or is as whoever sells it says (`held`). */
export function findPassTerms(tariff: Tariff, productId: string, categoryId: string): SaleTerms | undefined {
  const terms = tariff.passes.get(productId);
  if (!terms || terms.validity === 'held') return undefined;
  const priceMinor = findPrice(tariff, productId, categoryId, MEDIA_OF_PASSES);
  if (priceMinor === undefined) return undefined;
  const { validity, length, rides } = terms;
  const isByDays = validity === 'calendar_days' || validity === 'fare_days';
  return { priceMinor, ...(isByDays && { durationDays: length }), ...(rides !== undefined && { rides }) };
}

/** That of the first of the media that the product has one for, else the one for any. */
function findPrice(
  { products, mediaByType }: Tariff,
  productId: string,
  categoryId: string,
  mediaTypes: readonly MediaType[],
): number | undefined {
  const prices = (products.get(productId)?.prices ?? []).filter(
    (price) => price.categoryId === undefined || price.categoryId === categoryId,
  );
  const media = [
    ...mediaTypes.map((type) => mediaByType.get(type)).filter((id) => id !== undefined),
    undefined,
  ];
  const found = media.map((id) => prices.find(({ mediaId }) => mediaId === id));
  return found.find((price) => price !== undefined)?.amountMinor;
}
