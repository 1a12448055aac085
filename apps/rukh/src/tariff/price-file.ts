import {
  type Charge,
  type FareTap,
  type Rider,
  EXPLANATION_LANGUAGES,
  type ExplanationLanguage,
  type Tariff,
  type TariffHistory,
  explainCharge,
  findPrice,
  findTariff,
  priceTaps,
} from '@rukh/domain/fares';
import { isRiskLoss } from '@rukh/domain/ledger';
import type { TapFile, TapFileBreakEven, TapFileRider, TapFileTap } from './tap-file.js';

/** What `rukh tariff price --json` prints. */
export interface PricedFile {
  readonly format: 'rukh-prices/1';
  readonly currency: string;
  readonly totalMinor: number;
  readonly riders: readonly PricedRider[];
  readonly breakEven?: readonly BreakEven[];
}

/** A charge with its reasons as sentences. */
export interface ExplainedCharge extends Charge {
  readonly explanation: Readonly<Record<ExplanationLanguage, readonly string[]>>;
}

export interface PricedRider {
  readonly id: string;
  readonly charges: readonly ExplainedCharge[];
  readonly totalMinor: number;
  /** By the taps of the file, in their order: the charge of its ride where it began one, else 0. */
  readonly perTapMinor: readonly number[];
  /** Only where the file gave a balance. */
  readonly balanceAfterMinor?: number;
  readonly cardBlocked?: boolean;
}

export interface BreakEven {
  readonly product: string;
  readonly passMinor: number;
  readonly singleMinor: number;
  /** Rides that cost no more than the pass. */
  readonly wholeTrips: number;
  readonly exactTrips: number;
}

/** Prices a file of taps. A function of both: no clock, no database. */
export function priceFile(file: TapFile, history: TariffHistory): PricedFile {
  const { taps, entitlements, products, losses, balance } = file;
  const single = { taps, entitlements, products, losses, balance };
  checkNames(file, history);
  const riders = [...(taps || entitlements || products ? [single] : []), ...(file.riders ?? [])];
  const priced = riders.map((rider, i) => priceRider(rider as TapFileRider, i, history));
  return {
    format: 'rukh-prices/1',
    currency: history.versions[0]?.currency ?? '',
    totalMinor: priced.reduce((sum, rider) => sum + rider.totalMinor, 0),
    riders: priced,
    ...(file.breakEven && { breakEven: file.breakEven.map((asked) => tellBreakEven(asked, history)) }),
  };
}

function priceRider(rider: TapFileRider, index: number, history: TariffHistory): PricedRider {
  const clock = new Moments(history);
  const taps = readTaps(rider, clock);
  const charges = priceTaps(history, readRider(rider, clock), taps);
  const owed = charges.filter(({ disposition }) => !isRiskLoss(disposition));
  const amounts = new Map(owed.map(({ rideRef, amountMinor }) => [rideRef, amountMinor]));
  const totalMinor = owed.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const left = rider.balance === undefined ? undefined : rider.balance - totalMinor;
  return {
    id: rider.id ?? `rider-${index + 1}`,
    charges: charges.map((charge) => explain(charge, history)),
    totalMinor,
    perTapMinor: taps.map(({ ref }) => amounts.get(ref) ?? 0),
    ...(left !== undefined && { balanceAfterMinor: left, cardBlocked: left < 0 }),
  };
}

function explain(charge: Charge, history: TariffHistory): ExplainedCharge {
  const tariff = findTariff(history, charge.atMs);
  const told = EXPLANATION_LANGUAGES.map((language) => [language, explainCharge(charge, tariff, language)]);
  return { ...charge, explanation: Object.fromEntries(told) as ExplainedCharge['explanation'] };
}

/** Who rides, as pricing takes him. */
export function readRider({ entitlements = [], products = [] }: TapFileRider, clock: Moments): Rider {
  return {
    entitlements: entitlements.map(({ id, category, from, until, fundingBody }, i) => ({
      id: id ?? `entitlement-${i + 1}`,
      riderCategoryId: category,
      fromMs: from === undefined ? -Infinity : clock.at(from),
      ...(until !== undefined && { untilMs: clock.end(until) }),
      ...(fundingBody !== undefined && { fundingBodyId: fundingBody }),
    })),
    products: products.map(({ id, product, from, until, rides }, i) => ({
      id: id ?? `product-${i + 1}`,
      fareProductId: product,
      fromMs: clock.at(from),
      ...(until !== undefined && { untilMs: clock.end(until) }),
      ...(rides !== undefined && { rides }),
    })),
  };
}

/** The taps of a rider, as pricing takes them: each with the report by which its medium was lost, where there is one. */
export function readTaps(
  { taps = [], losses = [] }: Pick<TapFileRider, 'taps' | 'losses'>,
  clock: Moments,
): FareTap[] {
  const reports = losses.map(({ medium, from, until }) => ({
    ...{ medium, sinceMs: clock.at(from), untilMs: until === undefined ? Infinity : clock.end(until) },
  }));
  return taps.map((one, i) => {
    const tap = readTap(one, i, clock);
    const lost = reports.find(
      ({ medium, sinceMs, untilMs }) =>
        (medium === undefined || medium === tap.mediumRef) && tap.atMs >= sinceMs && tap.atMs < untilMs,
    );
    return lost ? { ...tap, loss: { sinceMs: lost.sinceMs, reason: 'LOST', wasListed: false } } : tap;
  });
}

/** A tap of the file, as pricing takes it. */
export function readTap(tap: TapFileTap, index: number, clock: Moments): FareTap {
  const { device = 'd', seq = index + 1 } = tap;
  const known: Partial<FareTap> = {
    ...(tap.media !== undefined && { fareMediaId: tap.media }),
    ...(tap.medium !== undefined && { mediumRef: tap.medium }),
    ...(tap.vehicle !== undefined && { vehicleId: tap.vehicle }),
    ...(tap.operator !== undefined && { operatorId: tap.operator }),
    ...(tap.network !== undefined && { networkId: tap.network }),
    ...(tap.route !== undefined && { routeId: tap.route }),
    ...(tap.trip !== undefined && { tripId: tap.trip }),
    ...(tap.direction !== undefined && { directionId: tap.direction }),
    ...(tap.stop !== undefined && { stopId: tap.stop }),
    ...(tap.stopSequence !== undefined && { stopSequence: tap.stopSequence }),
    ...(tap.tripMetres !== undefined && { tripMetres: tap.tripMetres }),
    ...(tap.tripEndStop !== undefined && { tripEnd: readTripEnd(tap.tripEndStop, tap.tripEndSequence) }),
    ...(tap.passedAreas !== undefined && { passedAreaIds: tap.passedAreas }),
  };
  return {
    ...{ ref: `${device}/${seq}`, deviceId: device, seq, atMs: clock.at(tap.at) },
    kind: tap.kind ?? 'UNKNOWN',
    mediaType: tap.type ?? 'CLOSED_CARD',
    extras: Object.entries(tap.extras ?? {}).map(([kind, count]) => ({ kind, count })),
    ...known,
  };
}

function readTripEnd(stopId: string, stopSequence: number | undefined): NonNullable<FareTap['tripEnd']> {
  return { stopId, ...(stopSequence !== undefined && { stopSequence }) };
}

/** Times of a file as instants: local ones by the time zone of the tariff. */
export class Moments {
  readonly #timeZone: string;

  constructor({ versions }: TariffHistory) {
    this.#timeZone = versions[0]?.clock.timeZone ?? 'UTC';
  }

  at(text: string): number {
    if (/(Z|[+-]\d{2}:\d{2})$/.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
    return Temporal.PlainDateTime.from(text).toZonedDateTime(this.#timeZone).epochMilliseconds;
  }

  /** The first moment after; of a date, the next day's midnight. */
  end(text: string): number {
    if (text.includes('T')) return this.at(text);
    return this.at(Temporal.PlainDate.from(text).add({ days: 1 }).toString());
  }
}

/** A misspelt name would be priced as something else, or as nothing: it is an error instead. */
function checkNames(file: TapFile, { versions }: TariffHistory): void {
  const riders = [file, ...(file.riders ?? [])];
  const check = (what: string, id: string | undefined, knows: (tariff: Tariff) => boolean): void => {
    if (id === undefined || versions.some(knows)) return;
    throw new Error(`No version of the tariff has the ${what} "${id}".`);
  };
  for (const { taps = [], entitlements = [], products = [] } of riders) {
    for (const { media } of taps) check('medium', media, (tariff) => tariff.media.has(media!));
    for (const { network } of taps) check('network', network, ({ networks }) => networks.has(network!));
    for (const { category } of entitlements) {
      check('rider category', category, (tariff) => tariff.categories.has(category));
    }
    for (const { product } of products) check('pass', product, (tariff) => tariff.passes.has(product));
  }
}

function tellBreakEven(asked: TapFileBreakEven, history: TariffHistory): BreakEven {
  const tariff = findTariff(history, new Moments(history).at(asked.at));
  if (!tariff) throw new Error(`breakEven: no tariff is in force at ${asked.at}.`);
  const passMinor = priceOf(tariff, asked.product, asked);
  const singleMinor = priceOf(tariff, asked.single ?? tariff.legRules[0]?.productId ?? '', asked);
  const exactTrips = passMinor / singleMinor;
  return { product: asked.product, passMinor, singleMinor, wholeTrips: Math.floor(exactTrips), exactTrips };
}

function priceOf(tariff: Tariff, product: string, { category, media }: TapFileBreakEven): number {
  const price = findPrice(tariff, product, category ?? tariff.defaultCategoryId, media ?? '');
  if (price) return price.amountMinor;
  throw new Error(
    `breakEven: ${product} is not sold to ${category ?? tariff.defaultCategoryId} with ${media ?? 'no medium'}.`,
  );
}
