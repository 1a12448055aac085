import type { AdjustmentKind, ChargeAdjustment, Reason } from '../charge.js';
import type { Entitlement } from '../rider.js';
import type { ScopedRide } from '../tariff/scope.js';
import type { Leg } from './describe-leg.js';
import type { CountedRide } from './period-counter.js';
import type { Quote } from './quote-leg.js';
import type { Ride } from './ride.js';

/**
 * A charge while it is worked out: each step of pricing lowers or raises what the rider pays for himself (`ownMinor`),
 * for those with him (`extrasMinor`) and in fees that no cap takes (`feesMinor`), and says why.
 */
export interface Draft {
  readonly ride: Ride;
  readonly leg: Leg;
  readonly scoped: ScopedRide;
  readonly quote: Quote;
  readonly entitlement: Entitlement | undefined;
  readonly nominalMinor: number;
  ownMinor: number;
  extrasMinor: number;
  feesMinor: number;
  /** What the rider of the default category would pay for himself: the measure of what a funding body owes. */
  readonly defaultQuote: Quote;
  /** By kind, the dearest first. */
  readonly extraCounts: ReadonlyMap<string, ExtraCount>;
  readonly adjustments: ChargeAdjustment[];
  readonly reasons: Reason[];
  journeyRef: string;
  isTransfer: boolean;
  isMaximumFare: boolean;
  /** By a pass. */
  isCovered: boolean;
  /** Where `ownMinor` is the price of several people: how many of each kind are in it whom nobody has paid for yet. */
  group: Map<string, number> | undefined;
  /** A change that costs the rider nothing: what there is to pay is for those of the group who joined him there. */
  isFreeChange: boolean;
  /** Free by its policy, for whomever: an entry without its exit, or the other way round. */
  isWaived: boolean;
  /** Where it was counted, so that what is returned later is taken off there too. */
  readonly counted: CountedRide[];
}

export interface ExtraCount {
  readonly ruleId: string;
  /** With the rider, those who ride free too. */
  readonly count: number;
  /** Those of them whose price no step has taken off yet. */
  owed: number;
  readonly eachMinor: number;
  readonly doTransfer: boolean;
}

/** Changes what the rider pays for himself, and says why; nothing where nothing changes. */
export function setOwn(draft: Draft, kind: AdjustmentKind, ruleId: string, toMinor: number): void {
  if (toMinor === draft.ownMinor) return;
  draft.adjustments.push({ ruleId, kind, amountMinor: toMinor - draft.ownMinor });
  draft.ownMinor = toMinor;
}

/** Takes off the price of some of a kind who are with the rider, each once whatever else frees them; answers of how many. */
export function takeExtras(draft: Draft, extra: ExtraCount, most: number): number {
  const taken = Math.max(0, Math.min(most, extra.owed));
  extra.owed -= taken;
  draft.extrasMinor -= taken * extra.eachMinor;
  return taken;
}

export function addReason(draft: Draft, code: string, ruleId: string, inputs: Reason['inputs'] = {}): void {
  draft.reasons.push({ code, ruleId, inputs });
}

/**
 * Takes an amount off earlier rides, the last first, where a later ride makes the whole of a journey cheaper than what
 * they cost. What cannot be taken off (because less was paid) is nobody's.
 */
export function giveBack(earlier: readonly Draft[], amountMinor: number, ruleId: string): void {
  let left = amountMinor;
  for (let i = earlier.length - 1; i >= 0 && left > 0; i--) {
    const draft = earlier[i]!;
    const taken = Math.min(left, draft.ownMinor);
    if (taken <= 0) continue;
    setOwn(draft, 'RETURNED', ruleId, draft.ownMinor - taken);
    addReason(draft, 'RETURNED', ruleId, { amountMinor: taken });
    for (const ride of draft.counted) ride.takeOff(taken);
    left -= taken;
  }
}
