/**
 * A small tariff for tests of the money around prices: a flat fare, free transfers within 40 minutes of the ride that
 * was paid, students at half, a community that pays the other half. The bundled tariffs have tests of their own.
 */
import type { Charge, FareTap, Rider } from '@rukh/domain/fares';
import type { PricingRules } from './pricing-rules.js';

const TRANSFER_MS = 40 * 60_000;
const DAY_MS = 86_400_000;

export interface FlatTariff {
  readonly fareMinor: number;
  readonly tariffVersion?: string;
  readonly contentHash?: string;
  readonly validFromMs?: number;
}

export function flatRules(tariff: FlatTariff): PricingRules {
  const { tariffVersion = 'flat-1', contentHash = 'a', validFromMs = 0 } = tariff;
  return {
    versions: [{ tariffVersion, contentHash, currency: 'UAH', fromMs: validFromMs, untilMs: Infinity }],
    price: (rider, taps) => priceFlat(tariff, tariffVersion, rider, taps),
    horizonMs: (sinceMs) => sinceMs - DAY_MS,
    pauseMs: TRANSFER_MS,
    revisedSinceMs: (tapMs) => tapMs,
    fareDateAt: (atMs) => new Date(atMs).toISOString().slice(0, 10),
    fareDayEndMs: (fareDate) => Date.parse(fareDate) + DAY_MS,
  };
}

function priceFlat(
  { fareMinor }: FlatTariff,
  version: string,
  rider: Rider,
  taps: readonly FareTap[],
): Charge[] {
  const ordered = [...taps].sort(
    (a, b) => a.atMs - b.atMs || (a.deviceId < b.deviceId ? -1 : a.deviceId > b.deviceId ? 1 : a.seq - b.seq),
  );
  let paid: FareTap | undefined;
  return ordered.map((tap) => {
    const isTransfer = paid !== undefined && tap.atMs - paid.atMs <= TRANSFER_MS;
    if (!isTransfer) paid = tap;
    return chargeOf(tap, paid!, isTransfer, { fareMinor, version, rider });
  });
}

interface Facts {
  readonly fareMinor: number;
  readonly version: string;
  readonly rider: Rider;
}

function chargeOf(
  tap: FareTap,
  paid: FareTap,
  isTransfer: boolean,
  { fareMinor, version, rider }: Facts,
): Charge {
  const right = rider.entitlements.find(
    ({ fromMs, untilMs = Infinity }) => tap.atMs >= fromMs && tap.atMs < untilMs,
  );
  const halfMinor = Math.floor(fareMinor / 2);
  const takenOff = isTransfer ? fareMinor : right ? halfMinor : 0;
  const ruleId = isTransfer ? 'transfer' : 'student';
  return {
    rideRef: tap.ref,
    tapRefs: [tap.ref],
    atMs: tap.atMs,
    journeyRef: paid.ref,
    tariffVersion: version,
    currency: 'UAH',
    fareProductId: 'single',
    riderCategoryId: right?.riderCategoryId ?? 'adult',
    fareMediaId: 'card',
    disposition: isTransfer ? 'FREE_TRANSFER' : 'CHARGED',
    nominalMinor: fareMinor,
    adjustments:
      takenOff === 0
        ? []
        : [{ ruleId, kind: isTransfer ? 'TRANSFER' : 'CONCESSION', amountMinor: -takenOff }],
    amountMinor: fareMinor - takenOff,
    ...(right?.fundingBodyId !== undefined &&
      !isTransfer && {
        funded: { fundingBodyId: right.fundingBodyId, amountMinor: takenOff, entitlementId: right.id },
      }),
    ...(tap.operatorId !== undefined && { operatorId: tap.operatorId }),
    reasons: [{ code: isTransfer ? 'TRANSFER' : 'FLAT', ruleId: 'flat', inputs: { fare: fareMinor } }],
  };
}
