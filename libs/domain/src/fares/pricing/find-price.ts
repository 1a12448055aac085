import type { Band, Price, Tariff } from '../tariff/tariff.js';
import type { Measures } from './measure-ride.js';
import { roundMoney } from './round-money.js';

export interface FoundPrice {
  readonly ruleId: string;
  readonly amountMinor: number;
}

const rows = new WeakMap<Tariff, Map<string, Price | null>>();

/**
 * What a product costs a rider category with a medium; undefined where it is not sold to them. Of rows that fit, the
 * one that names category and medium comes before one that leaves them open.
 */
export function findPrice(
  tariff: Tariff,
  productId: string,
  categoryId: string,
  mediaId: string,
  measures?: Measures,
): FoundPrice | undefined {
  const price = findRow(tariff, productId, categoryId, mediaId);
  if (!price) return undefined;
  const band = measures && price.bands.find((one) => isInBand(one, measures[one.measure]));
  if (band) return { ruleId: band.ruleId, amountMinor: priceBand(band, measures[band.measure]!, tariff) };
  if (price.amountMinor === undefined) return undefined;
  return { ruleId: price.ruleId, amountMinor: price.amountMinor };
}

function findRow(tariff: Tariff, productId: string, categoryId: string, mediaId: string): Price | undefined {
  let known = rows.get(tariff);
  if (!known) {
    known = new Map<string, Price | null>();
    rows.set(tariff, known);
  }
  const key = `${productId}\n${categoryId}\n${mediaId}`;
  let row = known.get(key);
  if (row === undefined) {
    row = chooseRow(tariff.products.get(productId)?.prices ?? [], categoryId, mediaId) ?? null;
    known.set(key, row);
  }
  return row ?? undefined;
}

function chooseRow(prices: readonly Price[], categoryId: string, mediaId: string): Price | undefined {
  let best: Price | undefined;
  let bestRank = -1;
  for (const price of prices) {
    if (price.categoryId !== undefined && price.categoryId !== categoryId) continue;
    if (price.mediaId !== undefined && price.mediaId !== mediaId) continue;
    const rank = (price.categoryId === undefined ? 0 : 2) + (price.mediaId === undefined ? 0 : 1);
    if (rank > bestRank || (rank === bestRank && (price.amountMinor ?? 0) < (best?.amountMinor ?? 0))) {
      [best, bestRank] = [price, rank];
    }
  }
  return best;
}

function isInBand(band: Band, value: number | undefined): boolean {
  if (value === undefined) return false;
  const isAbove = band.isFromInclusive ? value >= band.from : value > band.from;
  return isAbove && (band.isToInclusive ? value <= band.to : value < band.to);
}

function priceBand(band: Band, value: number, { rounding }: Tariff): number {
  if (band.perUnitMinor === 0) return band.amountMinor;
  const units = (value - band.from) / band.unit;
  // A metre's millionth is rounding of the measure, not a unit begun.
  const counted = band.isUnitWhole ? Math.ceil(units - 1e-9) : units;
  return roundMoney(band.amountMinor + band.perUnitMinor * counted, rounding);
}
