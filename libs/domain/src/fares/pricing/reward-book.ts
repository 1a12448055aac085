import type { Cap } from '../tariff/terms.js';
import { type Draft, addReason, setOwn } from './draft.js';
import { percentOf, roundMoney } from './round-money.js';

interface RewardedRide {
  readonly draft: Draft;
  readonly fareMinor: number;
  /** Counted in the period, with this ride. */
  readonly count: number;
  /** When the period of it began. */
  readonly openedMs: number | undefined;
  givenMinor: number;
}

export interface CountedReward {
  /** Before caps. */
  readonly fareMinor: number;
  readonly count: number;
  readonly openedMs: number | undefined;
}

/**
 * Rewards that hold for the whole of a period once so much is counted in it: the ride that reaches the limit brings those
 * of before in the same period back to the reward too. Of several rows of one cap the last that is reached counts.
 */
export class RewardBook {
  readonly #rides = new Map<string, RewardedRide[]>();

  /** @param rows of one cap, that take the ride */
  add(rows: readonly Cap[], draft: Draft, counted: CountedReward): void {
    const { id } = rows[0]!;
    const rides = (this.#rides.get(id) ?? []).filter(({ openedMs }) => openedMs === counted.openedMs);
    rides.push({ draft, ...counted, givenMinor: 0 });
    this.#rides.set(id, rides);
    const [reached] = rows
      .filter(({ limit }) => counted.count >= limit)
      .toSorted((a, b) => b.limit - a.limit);
    if (!reached) return;
    let beforeMinor = 0;
    for (const ride of rides) {
      if (ride.count > reached.until) break;
      reward(reached, ride, beforeMinor);
      beforeMinor += ride.fareMinor;
    }
  }
}

/** @param beforeMinor what the rides before it in the period cost that have the reward too */
function reward(cap: Cap, ride: RewardedRide, beforeMinor: number): void {
  const { draft, fareMinor } = ride;
  const withinMinor = Math.max(0, Math.min(fareMinor, (cap.beyond?.amountMinor ?? Infinity) - beforeMinor));
  const beyondMinor = fareMinor - withinMinor;
  const back = percentOf(withinMinor, cap.value) + percentOf(beyondMinor, cap.beyond?.value ?? 0);
  const dueMinor = fareMinor - roundMoney(fareMinor - back, draft.leg.tariff.rounding);
  const moreMinor = Math.min(draft.ownMinor, Math.max(0, dueMinor - ride.givenMinor));
  if (moreMinor === 0) return;
  ride.givenMinor += moreMinor;
  const toMinor = draft.ownMinor - moreMinor;
  addReason(draft, 'REWARDED', cap.ruleId, {
    ...{ limit: cap.limit, measure: cap.measure, period: cap.period.kind, length: cap.period.length },
    ...{ percent: cap.value / 100, fareMinor: draft.ownMinor, amountMinor: toMinor },
    ...(cap.beyond && beyondMinor > 0 && tellBeyond(cap.beyond)),
  });
  setOwn(draft, 'CAP', cap.ruleId, toMinor);
  for (const counted of draft.counted) counted.takeOff(moreMinor);
}

function tellBeyond({ amountMinor, value }: NonNullable<Cap['beyond']>): Record<string, number> {
  return { beyondMinor: amountMinor, beyondPercent: value / 100 };
}
