import fc from 'fast-check';
import type { Charge } from '../charge.js';
import type { FareTap } from '../fare-tap.js';
import { type Roll, dice } from '../dice.fixture.js';
import { randomTariff } from '../random-fares.fixture.js';
import { randomRider } from '../random-riders.fixture.js';
import { priceTaps } from './index.js';

/**
 * Very many histories: of each random tariff and rider thousands, drawn by a generator that costs less than pricing.
 * `RUKH_PROPERTY_HISTORIES=1000000 npm run jest -- many-histories` tries a million.
 */
const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };
const histories = Number(process?.env['RUKH_PROPERTY_HISTORIES'] ?? 5000);
const OF_EACH = 500;
const CENTRE = Date.UTC(2026, 2, 29, 0, 30);

function draw(roll: Roll): FareTap[] {
  const spread = [90, 24 * 60, 9 * 24 * 60][roll(3)]!;
  return Array.from({ length: 2 + roll(10) }, (_, i) => ({
    ...{ ref: `d${roll(2)}/${i + 1}`, deviceId: 'd', seq: i + 1 },
    atMs: CENTRE + (roll(2 * spread) - spread) * 60_000 + roll(60) * 1000,
    ...{ kind: 'UNKNOWN', mediaType: 'CLOSED_CARD', vehicleId: `v${roll(3)}`, routeId: `${roll(3)}` },
    networkId: ['bus', 'tram'][roll(2)]!,
    extras: roll(8) === 0 ? [{ kind: 'companion', count: 1 + roll(4) }] : [],
  }));
}

function shuffle(taps: readonly FareTap[], roll: (sides: number) => number): FareTap[] {
  const shuffled = [...taps];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = roll(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  // Some were sent twice.
  return [...shuffled, ...shuffled.slice(0, roll(shuffled.length + 1))];
}

function isSound({ nominalMinor, adjustments, amountMinor }: Charge): boolean {
  const steps = adjustments.reduce((sum, one) => sum + one.amountMinor, 0);
  return amountMinor >= 0 && nominalMinor + steps === amountMinor;
}

it(`${String(histories)} random histories cost the same in any order and repetition, and never less than nothing`, () => {
  let tried = 0;
  fc.assert(
    fc.property(randomTariff, randomRider, fc.integer(), ({ history }, rider, seed) => {
      const roll = dice(seed);
      for (let i = 0; i < OF_EACH; i++) {
        const taps = draw(roll);
        const charges = priceTaps(history, rider, taps);
        const again = priceTaps(history, rider, shuffle(taps, roll));
        const isSame = charges.length === again.length && charges.every((one, n) => isAlike(one, again[n]!));
        if (!isSame || !charges.every(isSound) || charges.length !== taps.length) {
          throw new Error(JSON.stringify({ taps, charges, again }));
        }
      }
      tried += OF_EACH;
    }),
    { numRuns: Math.ceil(histories / OF_EACH) },
  );
  expect(tried).toBeGreaterThanOrEqual(histories);
});

function isAlike(one: Charge, other: Charge): boolean {
  return (
    one.rideRef === other.rideRef &&
    one.amountMinor === other.amountMinor &&
    one.journeyRef === other.journeyRef &&
    one.disposition === other.disposition
  );
}
