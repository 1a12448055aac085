import fc from 'fast-check';
import { listTariffFolders, readTariffFolder } from '@rukh/adapters/tariff-files';
import { followTaps, noteTariffs, verifyLedger } from '@rukh/adapters/postgres';
import { readTariffs } from '@rukh/domain/fares';
import { sha256Link } from '../ledger/hash-link.js';
import { MoneyRig, POLICY, type RigTap } from './money-rig.fixture.js';
import { priceBatch } from './price-batch.js';
import type { PricingRules } from './pricing-rules.js';
import { tariffOf } from './tariff-folder.fixture.js';
import { tariffRules } from './tariff-rules.js';

const BUNDLED = new URL('../../../../data/tariffs', import.meta.url).pathname;
/** Before the suspension of 2026, so that the bundled tariffs change within the taps. */
const START = Date.parse('2026-03-09T06:00:00Z');
const NOW = Date.parse('2026-03-16T06:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let rig: MoneyRig;
let rules: PricingRules;
let run = 0;

beforeAll(async () => {
  rig = await MoneyRig.start();
  const folders = await Promise.all((await listTariffFolders(BUNDLED)).map(readTariffFolder));
  rules = tariffRules(readTariffs(folders).history, 'Europe/Kyiv');
});
afterAll(async () => {
  await rig.stop();
});

interface Step {
  readonly card: number;
  readonly minute: number;
  readonly mediaType: string;
}

const history = fc.array(
  fc.record({
    card: fc.nat(5),
    minute: fc.integer({ min: 0, max: 5 * 1440 }),
    mediaType: fc.constantFrom('CLOSED_CARD', 'BANK_CARD'),
  }),
  { minLength: 1, maxLength: 40 },
);

/** The taps of a history; a card is of one kind, whatever the history says of its later taps. */
function toTaps(steps: readonly Step[], name: string): RigTap[] {
  const kinds = new Map<number, string>();
  return steps.map(({ card, minute, mediaType }, i) => {
    if (!kinds.has(card)) kinds.set(card, mediaType);
    return {
      deviceId: `${name}-${i % 3}`,
      seq: Math.floor(i / 3) + 1,
      token: `${name}/${card}`,
      mediaType: kinds.get(card)!,
      atMs: START + minute * MINUTE,
      receivedMs: NOW,
    };
  });
}

const comings = fc.array(
  fc.record({
    card: fc.nat(1),
    minute: fc.integer({ min: 0, max: 300 }),
    kind: fc.constantFrom('ENTRY', 'EXIT'),
    delay: fc.constantFrom(0, 0, 13, 20, 30, 40),
  }),
  { minLength: 2, maxLength: 12 },
);

/** In the order in which they are received, some of them too late to be asked for. */
function toComing(steps: typeof comings extends fc.Arbitrary<infer T> ? T : never, name: string): RigTap[] {
  return steps
    .map(({ card, minute, kind, delay }, i) => ({
      ...{ deviceId: `${name}-${i % 3}`, seq: Math.floor(i / 3) + 1, token: `${name}/${card}`, kind },
      mediaType: ['CLOSED_CARD', 'BANK_CARD'][card]!,
      atMs: START + minute * MINUTE,
      receivedMs: START + minute * MINUTE + delay * DAY + i * 1000,
    }))
    .sort((a, b) => a.receivedMs - b.receivedMs);
}

/** What everybody paid, with the names of the run taken out. What was a ride for a while costs nothing. */
async function outcome(name: string): Promise<unknown> {
  const rides = await rig.rows<{ ride: string }>(
    `SELECT replace(ride_ref, $1, '') || ' ' || disposition || ' ' || amount_minor || ' ' || billed_minor || ' ' ||
       replace(journey_ref, $1, '') AS ride
     FROM ticketing.current_charges WHERE ride_ref LIKE $1 || '-%' AND disposition <> 'VOID' ORDER BY 1`,
    [name],
  );
  return rides.map(({ ride }) => ride);
}

async function balances(name: string, cards: number): Promise<number[]> {
  const found: number[] = [];
  for (let card = 0; card < cards; card++) found.push(await rig.balanceOf(`${name}/${card}`).catch(() => 0));
  return found;
}

/** Several workers at once, as several processes would. */
async function priceAll(nowMs = NOW, by = rules): Promise<void> {
  while ((await followTaps(rig.pool, 7)).taps > 0);
  const work = async (): Promise<void> => {
    while ((await priceBatch(rig.pool, by, POLICY, { limit: 2, nowMs })).accounts > 0);
  };
  await Promise.all([work(), work(), work()]);
}

describe('pricing through the real service and database', () => {
  it('2.2, 3.3: the same taps in any order, in any batches, sent any number of times, cost the same to the kopiyka', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(fc.nat(1_000)), async (steps, dice) => {
        const [clean, wild] = [`c${++run}`, `w${run}`];
        await rig.accept(toTaps(steps, clean));
        await priceAll();
        const roll = (): number => dice.next().value as number;
        const shuffled = toTaps(steps, wild)
          .map((tap) => ({ tap, at: roll() }))
          .sort((a, b) => a.at - b.at)
          .map(({ tap }) => tap);
        for (let i = 0; i < shuffled.length;) {
          const size = 1 + (roll() % 8);
          const batch = shuffled.slice(i, i + size);
          await rig.accept(batch);
          if (roll() % 2 === 0) await rig.accept(batch);
          // Pricing may have been away for longer than a ride may be late.
          if (roll() % 2 === 0) await priceAll(NOW + (roll() % 60) * DAY);
          i += size;
        }
        await priceAll(NOW + 60 * DAY);
        expect(await outcome(wild)).toEqual(await outcome(clean));
        expect(await balances(wild, 6)).toEqual(await balances(clean, 6));
      }),
      { numRuns: 25 },
    );
    const { findings } = await verifyLedger(rig.pool, sha256Link);
    expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
  });

  it('2.4.3: what is asked for rides that come too late is the same however they fall into batches, whenever pricing runs', async () => {
    const trains = await tariffOf({
      'fare_products.txt': 'fare_product_id,amount\nsingle,17.00\nmaximum,50.00',
      'tap_policies.txt':
        'policy_id,mode,maximum_fare_product_id,max_journey_seconds\nt,on_off,maximum,10800',
      'fare_transfer_windows.txt': 'window_id,duration_seconds,effect\nw,2400,free',
    });
    await fc.assert(
      fc.asyncProperty(comings, fc.infiniteStream(fc.nat(1_000)), async (steps, dice) => {
        const [clean, wild] = [`c${++run}`, `w${run}`];
        const roll = (): number => dice.next().value as number;
        await rig.accept(toComing(steps, clean));
        await priceAll(NOW + 100 * DAY, trains);
        const coming = toComing(steps, wild);
        for (let i = 0; i < coming.length;) {
          const batch = coming.slice(i, (i += 1 + (roll() % 4)));
          await rig.accept(batch);
          if (roll() % 2 === 0) await rig.accept(coming.slice(0, i));
          if (roll() % 3 > 0) await priceAll(batch.at(-1)!.receivedMs! + (roll() % 3) * 10 * DAY, trains);
        }
        await priceAll(NOW + 100 * DAY, trains);
        expect(await outcome(wild)).toEqual(await outcome(clean));
        expect(await balances(wild, 2)).toEqual(await balances(clean, 2));
      }),
      { numRuns: 25 },
    );
    const { findings } = await verifyLedger(rig.pool, sha256Link);
    expect(findings.filter(({ faults }) => faults.length > 0)).toEqual([]);
  });

  it('3.3 (g): a tariff published after the taps, for days before them, prices them once more, and says so', async () => {
    expect(await noteTariffs(rig.pool, rules.versions)).toBe(0);
    const taps = toTaps([{ card: 0, minute: 0, mediaType: 'CLOSED_CARD' }], 'published');
    await rig.accept(taps);
    await priceAll();
    const dearer: PricingRules = {
      ...rules,
      versions: rules.versions.map((version) => ({ ...version, contentHash: `${version.contentHash}2` })),
      price: (rider, all) =>
        rules.price(rider, all).map((charge) => ({
          ...charge,
          nominalMinor: charge.nominalMinor + 100,
          amountMinor: charge.amountMinor + 100,
        })),
    };
    expect(await noteTariffs(rig.pool, dearer.versions)).toBeGreaterThan(0);
    expect(await noteTariffs(rig.pool, dearer.versions)).toBe(0);
    while ((await priceBatch(rig.pool, dearer, POLICY, { limit: 100, nowMs: NOW })).accounts > 0);
    const revisions = await rig.rows<{ revision: number; amount: number; causes: string[] }>(
      `SELECT revision, amount_minor::float8 AS amount, causes FROM ticketing.charges
       WHERE ride_ref = 'published-0/1' ORDER BY revision`,
    );
    expect(revisions).toEqual([
      { revision: 1, amount: 1700, causes: ['TAP'] },
      { revision: 2, amount: 1800, causes: ['TARIFF'] },
    ]);
  });

  it('does not take tariffs by which charged rides are in another currency, or in none', async () => {
    const before = await rig.rows('SELECT * FROM ticketing.tariffs_seen ORDER BY valid_from');
    const euros = rules.versions.map((one) => ({ ...one, contentHash: 'e', currency: 'EUR' }));
    await expect(noteTariffs(rig.pool, euros)).rejects.toThrow(
      /is in EUR for a time of which rides are charged in UAH, e\.g\. .+\/\d+$/,
    );
    const gone = rules.versions.filter(({ untilMs }) => untilMs > NOW);
    await expect(noteTariffs(rig.pool, gone)).rejects.toThrow(
      /is gone, by which rides are charged.+e\.g\. .+\/\d+$/,
    );
    expect(await rig.rows('SELECT * FROM ticketing.tariffs_seen ORDER BY valid_from')).toEqual(before);
    // Of a time without rides they may be.
    const later = rules.versions.filter(({ untilMs }) => untilMs > START);
    await noteTariffs(rig.pool, later);
    expect(await rig.rows('SELECT FROM ticketing.tariffs_seen')).toHaveLength(later.length);
  });
});
