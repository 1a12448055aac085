import fc from 'fast-check';
import { type Roll, dice } from '../fares/dice.fixture.js';
import { type Rider, type TariffHistory } from '../fares/index.js';
import { folder, randomTariff, sound } from '../fares/random-fares.fixture.js';
import { randomRider } from '../fares/random-riders.fixture.js';
import { type ComingTap, KeptRides } from './bill-as-they-come.fixture.js';

/**
 * What is asked for, over random histories of which some taps come too late.
 * `RUKH_PROPERTY_HISTORIES=100000 npm run jest -- bill-news` tries so many.
 */
const { process } = globalThis as { process?: { env: Record<string, string | undefined> } };
const histories = Number(process?.env['RUKH_PROPERTY_HISTORIES'] ?? 1000);
const OF_EACH = 20;
const CENTRE = Date.UTC(2026, 2, 29, 0, 30);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const POLICY = { lateCollectDays: 14, windowGraceMs: 3 * HOUR };
const NEVER_LATE = { ...POLICY, lateCollectDays: 1000 };

/** On trains riders tap on and off: a tap in between changes whose exit it is. */
const trainsOf = (maximum: string, window: number): TariffHistory =>
  sound(
    folder('trains', {
      'tariff_info.txt': 'tariff_id,valid_from,timezone,currency\nt,2020-01-01,Europe/Kyiv,UAH',
      'networks.txt': 'network_id\nbus\ntram',
      'fare_products.txt': `fare_product_id,amount\nsingle,17.00\nmaximum,${maximum}`,
      'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
      'tap_policies.txt':
        'policy_id,mode,maximum_fare_product_id,max_journey_seconds\ntrain,on_off,maximum,10800',
      ...(window > 0 && {
        'fare_transfer_windows.txt': `window_id,duration_seconds,effect\nw,${window},free`,
      }),
    }),
  );

const trains = fc
  .record({ maximum: fc.constantFrom('50.00', '17.00', '5.00'), window: fc.constantFrom(0, 2400, 7200) })
  .map(({ maximum, window }) => trainsOf(maximum, window));
const tariff = fc.oneof(
  randomTariff.map(({ history }) => history),
  trains,
);

const DELAYS = [MINUTE, MINUTE, HOUR, 13 * DAY, 20 * DAY, 40 * DAY];

/** In the order in which they are received. */
function draw(roll: Roll): ComingTap[] {
  const spread = [90, 24 * 60, 30 * 24 * 60][roll(3)]!;
  const lostMs = CENTRE + (roll(4 * spread) - spread) * MINUTE;
  const taps = Array.from({ length: 2 + roll(9) }, (_, i): ComingTap => {
    const atMs = CENTRE + (roll(2 * spread) - spread) * MINUTE + roll(60) * 1000;
    const mediumRef = ['card', 'phone'][roll(2)]!;
    return {
      ...(mediumRef === 'card' &&
        atMs >= lostMs && { loss: { sinceMs: lostMs, reason: 'LOST', wasListed: false } }),
      mediumRef,
      ...{ ref: `d${roll(2)}/${i + 1}`, deviceId: 'd', seq: i + 1, atMs },
      ...{ mediaType: 'CLOSED_CARD', vehicleId: `v${roll(2)}`, routeId: `${roll(3)}` },
      ...{ kind: (['ENTRY', 'EXIT', 'UNKNOWN'] as const)[roll(3)]!, stopId: `s${roll(4)}` },
      networkId: ['bus', 'tram'][roll(2)]!,
      extras: roll(8) === 0 ? [{ kind: 'companion', count: 1 + roll(4) }] : [],
      ...{ knownMs: atMs + DELAYS[roll(DELAYS.length)]! + roll(3) * MINUTE, place: 0 },
    };
  });
  return taps.sort((a, b) => a.knownMs - b.knownMs || a.atMs - b.atMs || (a.ref < b.ref ? -1 : 1));
}

/** @param sizeOf of the next batch */
function keep(
  kept: KeptRides,
  taps: readonly ComingTap[],
  sizeOf: Roll,
  roll: Roll,
): ReturnType<KeptRides['tell']> {
  let nowMs = 0;
  for (let i = 0; i < taps.length;) {
    const size = 1 + sizeOf(taps.length - i);
    const batch = taps.slice(i, i + size);
    // Pricing may be away for longer than a ride may be late, and what was sent before is sent again.
    nowMs = Math.max(nowMs, batch.at(-1)!.knownMs) + roll(3) * 20 * DAY * roll(2);
    kept.take([...batch, ...taps.slice(0, roll(i + 1))], nowMs);
    i += size;
  }
  return kept.tell();
}

function holds(
  property: (tariffs: TariffHistory, rider: Rider, taps: ComingTap[], roll: Roll) => void,
): void {
  fc.assert(
    fc.property(tariff, randomRider, fc.integer(), (tariffs, rider, seed) => {
      const roll = dice(seed);
      for (let i = 0; i < OF_EACH; i++) property(tariffs, rider, draw(roll), roll);
    }),
    { numRuns: Math.ceil(histories / OF_EACH) },
  );
}

const sum = (rides: ReturnType<KeptRides['tell']>): number =>
  Object.values(rides).reduce((total, [, billedMinor]) => total + billedMinor, 0);

describe('what is asked for rides of which some come too late', () => {
  it('is the same however they fall into batches, whenever pricing runs, and however often they are sent', () => {
    holds((tariffs, rider, taps, roll) => {
      const all = (): KeptRides => new KeptRides(tariffs, rider, POLICY);
      const atOnce = keep(all(), taps, (left) => left - 1, roll);
      const oneByOne = keep(all(), taps, () => 0, roll);
      const anyhow = keep(all(), taps, roll, roll);
      expect({ taps, rides: oneByOne }).toEqual({ taps, rides: atOnce });
      expect({ taps, rides: anyhow }).toEqual({ taps, rides: atOnce });
    });
  });

  it('is the price where nothing is late, in any order', () => {
    holds((tariffs, rider, taps, roll) => {
      const shuffled = taps.map((tap) => ({ tap, at: roll(1000) })).sort((a, b) => a.at - b.at);
      const rides = keep(
        new KeptRides(tariffs, rider, NEVER_LATE),
        shuffled.map(({ tap }) => tap),
        roll,
        roll,
      );
      for (const [amountMinor, billedMinor] of Object.values(rides)) expect(billedMinor).toBe(amountMinor);
    });
  });

  it('does not hang on the order of those that come in time', () => {
    holds((tariffs, rider, drawn, roll) => {
      const late = drawn
        .slice(-(roll(3) + 1))
        .map((tap, i) => ({ ...tap, knownMs: CENTRE + (90 + i) * DAY }));
      const inTime = drawn.slice(0, -late.length);
      const policy = { ...POLICY, lateCollectDays: 75 };
      const kept = [0, 1].map(() => {
        const order = inTime.map((tap) => ({ tap, at: roll(1000) })).sort((a, b) => a.at - b.at);
        const received = order.map(({ tap }, i) => ({ ...tap, knownMs: CENTRE + 31 * DAY + i }));
        return keep(new KeptRides(tariffs, rider, policy), [...received, ...late], roll, roll);
      });
      expect({ drawn, rides: kept[1] }).toEqual({ drawn, rides: kept[0] });
    });
  });

  it('is never more than the price, and never rises by what comes too late for every ride', () => {
    holds((tariffs, rider, drawn, roll) => {
      const kept = new KeptRides(tariffs, rider, POLICY);
      const [first, ...rest] = drawn.map((tap, i) => ({ ...tap, knownMs: CENTRE + (100 + i) * DAY }));
      kept.take([{ ...first!, knownMs: first!.atMs }], first!.knownMs);
      let before = sum(kept.tell());
      for (const tap of rest) {
        kept.take([tap], tap.knownMs + roll(10));
        const rides = kept.tell();
        for (const [amountMinor, billedMinor] of Object.values(rides)) {
          expect(billedMinor).toBeLessThanOrEqual(amountMinor);
        }
        expect(sum(rides)).toBeLessThanOrEqual(before);
        before = sum(rides);
      }
    });
  });

  it('does hang on the order of those that come too late: what was given back is not asked for again', () => {
    const tap = (seq: number, minute: number, days: number, kind: 'ENTRY' | 'EXIT'): ComingTap => ({
      ...{ ref: `d/${seq}`, deviceId: 'd', seq, kind, mediaType: 'CLOSED_CARD', extras: [] },
      ...{ atMs: CENTRE + minute * MINUTE, knownMs: CENTRE + minute * MINUTE + days * DAY, place: 0 },
    });
    const billed = (exitDays: number, betweenDays: number): unknown => {
      const kept = new KeptRides(trainsOf('50.00', 0), { entitlements: [], products: [] }, POLICY);
      const late = [tap(3, 40, exitDays, 'EXIT'), tap(2, 20, betweenDays, 'ENTRY')];
      const taps = [tap(1, 0, 0, 'ENTRY'), ...late.sort((a, b) => a.knownMs - b.knownMs)];
      for (const one of taps) kept.take([one], one.knownMs);
      return kept.tell();
    };
    expect(billed(20, 30)).toEqual({ 'd/1': [5000, 1700], 'd/2': [1700, 0] });
    expect(billed(30, 20)).toEqual({ 'd/1': [5000, 5000], 'd/2': [1700, 0] });
  });
});
