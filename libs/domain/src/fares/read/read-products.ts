import type { Band, FareProduct, Measure, Price } from '../tariff/tariff.js';
import type { TariffInfo } from './read-info.js';
import type { Names } from './read-names.js';
import type { Row, Tables } from './table.js';

interface Growing {
  name: string;
  readonly prices: Map<string, Price & { readonly bands: Band[] }>;
}

const MEASURES: readonly Measure[] = ['metres', 'stops', 'zones', 'minutes'];

/** Products with their prices; of fare_attributes.txt too, so that a v1 fare has a name like any product. */
export function readProducts(tables: Tables, info: TariffInfo, names: Names): Map<string, FareProduct> {
  const growing = new Map<string, Growing>();
  const banded = new Set(tables.rows('fare_bands.txt').map(namePrice));
  for (const row of tables.rows('fare_products.txt')) {
    checkCurrency(row, 'currency', info);
    const product = grow(growing, row.required('fare_product_id'));
    product.name ||= row.text('fare_product_name');
    const key = priceKey(row, names);
    if (product.prices.has(key)) {
      row.fail('duplicate_id', 'fare_product_id', 'the same product, category and medium has a price before');
    }
    // Bands of the same price are price enough; the row then names the product.
    const isOpen = row.text('amount') === '' && banded.has(namePrice(row));
    product.prices.set(key, makePrice(row, isOpen ? undefined : row.amount('amount', true)));
  }
  for (const row of tables.rows('fare_bands.txt')) addBand(row, growing, names);
  const products = new Map<string, FareProduct>();
  for (const [id, { name, prices }] of growing) {
    products.set(id, { id, name: name || id, prices: [...prices.values()] });
  }
  checkBands(tables, products);
  return products;
}

/** Notes a price in another currency than the tariff's. */
export function checkCurrency(row: Row, field: string, { currency }: TariffInfo): void {
  const own = row.text(field);
  if (own === '' || own === currency) return;
  row.fail('mixed_currencies', field, `"${own}" is not the tariff's ${currency}`);
}

function grow(growing: Map<string, Growing>, id: string): Growing {
  let product = growing.get(id);
  if (!product) growing.set(id, (product = { name: '', prices: new Map() }));
  return product;
}

function priceKey(row: Row, { categories, media }: Names): string {
  row.refer('rider_category_id', row.text('rider_category_id'), categories, 'rider_categories.txt');
  row.refer('fare_media_id', row.text('fare_media_id'), media, 'fare_media.txt');
  return `${row.text('rider_category_id')}\n${row.text('fare_media_id')}`;
}

function namePrice(row: Row): string {
  return ['fare_product_id', 'rider_category_id', 'fare_media_id'].map((field) => row.text(field)).join('\n');
}

function makePrice(row: Row, amountMinor: number | undefined): Price & { readonly bands: Band[] } {
  const ruleId = `${row.file.slice(0, -4)}:${row.text('fare_product_id')}:line-${row.line}`;
  const categoryId = row.optional('rider_category_id');
  return { ruleId, categoryId, mediaId: row.optional('fare_media_id'), amountMinor, bands: [] };
}

function addBand(row: Row, growing: Map<string, Growing>, names: Names): void {
  const product = grow(growing, row.required('fare_product_id'));
  const key = priceKey(row, names);
  let price = product.prices.get(key);
  if (!price) product.prices.set(key, (price = makePrice(row, undefined)));
  const band: Band = {
    ruleId: `fare_bands:${row.text('fare_product_id')}:line-${row.line}`,
    measure: row.oneOf('measure', MEASURES, undefined),
    from: row.number('from', 0),
    to: row.text('to') === '' ? Infinity : row.number('to', 0),
    isFromInclusive: row.flag('from_inclusive', true),
    isToInclusive: row.flag('to_inclusive', false),
    amountMinor: readBandAmount(row),
    perUnitMinor: row.number('per_unit_amount', 0) * 10 ** row.tables.currencyDigits,
    unit: row.number('unit', 1, 0.001),
    isUnitWhole: row.flag('whole_units', true),
  };
  const isEmpty =
    band.to < band.from || (band.to === band.from && !(band.isFromInclusive && band.isToInclusive));
  if (isEmpty) row.fail('unreachable_rule', 'to', 'the band holds no value');
  price.bands.push(band);
}

/**
 * What a band begins with. Where something is added for each unit it may have more decimals than the currency, as that has:
 * it is what the bands before came to, and only the sum is rounded.
 */
function readBandAmount(row: Row): number {
  if (row.number('per_unit_amount', 0) === 0) return row.amount('amount');
  if (row.required('amount') === '') return 0;
  return Number((row.number('amount', 0) * 10 ** row.tables.currencyDigits).toFixed(6));
}

/** Bands of one price must follow each other without overlapping. */
function checkBands(tables: Tables, products: ReadonlyMap<string, FareProduct>): void {
  for (const { prices } of products.values()) {
    for (const { bands } of prices) {
      const sorted = bands.toSorted((a, b) => a.from - b.from || a.to - b.to);
      for (const [i, band] of sorted.entries()) {
        const next = sorted[i + 1];
        if (next?.measure === band.measure) checkNeighbours(tables, band, next);
      }
    }
  }
}

function checkNeighbours(tables: Tables, band: Band, next: Band): void {
  const line = Number(/line-(\d+)$/.exec(next.ruleId)?.[1] ?? 0);
  const isOverlap =
    next.from < band.to || (next.from === band.to && band.isToInclusive && next.isFromInclusive);
  // Stops and zones are whole: from 2 on follows to 1.
  const step = band.measure === 'stops' || band.measure === 'zones' ? 1 : 0;
  const isGap =
    next.from > band.to + step ||
    (step === 0 && next.from === band.to && !band.isToInclusive && !next.isFromInclusive);
  const { findings } = tables;
  if (isOverlap) {
    findings.error(
      'overlapping_bands',
      'fare_bands.txt',
      line,
      'from',
      next.from < band.to
        ? `begins before ${band.to}, where the band before ends`
        : `begins at ${band.to}, which the band before has too: from_inclusive 0 here, or to_inclusive 0 there`,
    );
  }
  if (isGap) {
    findings.warn(
      'band_gap',
      'fare_bands.txt',
      line,
      'from',
      `nothing is for values from ${band.to} to ${next.from}`,
    );
  }
}
