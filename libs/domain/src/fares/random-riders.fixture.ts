import fc from 'fast-check';
import { type FareTap, LOSS_REASONS } from './fare-tap.js';
import type { Rider } from './rider.js';

/** Random histories of riders, for the tariffs of `random-fares.fixture.ts`. */

/** Around the night of 29 March 2026, on which clocks in Kyiv go forward at 03:00, and a fare day changes. */
const CENTRE = Date.UTC(2026, 2, 29, 0, 30);
const minute = 60_000;
const when = fc.oneof(
  fc.integer({ min: -24 * 60, max: 24 * 60 }).map((minutes) => CENTRE + minutes * minute),
  fc.integer({ min: -35 * 24, max: 35 * 24 }).map((hours) => CENTRE + hours * 60 * minute),
  fc.integer({ min: -7200, max: 7200 }).map((seconds) => CENTRE + seconds * 1000),
);

const tap = fc.record({
  atMs: when,
  deviceId: fc.constantFrom('d1', 'd2', 'd3'),
  route: fc.constantFrom('1', '2', '3', undefined),
  network: fc.constantFrom('bus', 'tram', undefined),
  vehicle: fc.constantFrom('a', 'b', 'c'),
  companions: fc.constantFrom(0, 0, 0, 1, 5),
  bags: fc.constantFrom(0, 0, 0, 1, 2),
  direction: fc.constantFrom(0, 1, undefined),
  medium: fc.constantFrom('card', 'card', 'phone'),
});

/** When the card was out of its rider's hands, as far as it was reported. */
const losses = fc.array(
  fc.record({
    sinceMs: when,
    hours: fc.constantFrom(1, 24, 24 * 365),
    reason: fc.constantFrom(...LOSS_REASONS),
    wasListed: fc.boolean(),
  }),
  { maxLength: 2 },
);

export const randomTaps: fc.Arbitrary<FareTap[]> = fc.tuple(bareTaps(), losses).map(([taps, lost]) =>
  taps.map((one) => {
    const loss = lost.find(
      ({ sinceMs, hours }) =>
        one.mediumRef === 'card' && one.atMs >= sinceMs && one.atMs < sinceMs + hours * 3_600_000,
    );
    if (!loss) return one;
    const { sinceMs, reason, wasListed } = loss;
    return { ...one, loss: { sinceMs, reason, wasListed } };
  }),
);

function bareTaps(): fc.Arbitrary<FareTap[]> {
  return fc.array(tap, { maxLength: 40 }).map((taps) =>
    taps.map(({ atMs, deviceId, route, network, vehicle, companions, bags, direction, medium }, i) => ({
      ...{ ref: `${deviceId}/${i + 1}`, deviceId, seq: i + 1, atMs },
      ...{ kind: 'UNKNOWN', mediaType: 'CLOSED_CARD', vehicleId: vehicle, mediumRef: medium },
      extras: [
        ...(bags > 0 ? [{ kind: 'bag', count: bags }] : []),
        ...(companions > 0 ? [{ kind: 'companion', count: companions }] : []),
      ],
      ...(route !== undefined && { routeId: route }),
      ...(network !== undefined && { networkId: network }),
      ...(direction !== undefined && { directionId: direction }),
    })),
  );
}

export const randomRider: fc.Arbitrary<Rider> = fc
  .record({
    entitlements: fc.array(
      fc.record({ fromMs: when, hours: fc.integer({ min: 1, max: 2000 }), funded: fc.boolean() }),
      { maxLength: 2 },
    ),
    products: fc.array(
      fc.record({
        fromMs: when,
        product: fc.constantFrom('pass', 'carnet'),
        days: fc.integer({ min: 1, max: 30 }),
      }),
      { maxLength: 2 },
    ),
  })
  .map(({ entitlements, products }) => ({
    entitlements: entitlements.map(({ fromMs, hours, funded }, i) => ({
      ...{ id: `e${i}`, riderCategoryId: 'student', fromMs, untilMs: fromMs + hours * 3_600_000 },
      ...(funded && { fundingBodyId: 'community' }),
    })),
    products: products.map(({ fromMs, product, days }, i) => ({
      ...{ id: `p${i}`, fareProductId: product, fromMs, untilMs: fromMs + days * 86_400_000 },
    })),
  }));
