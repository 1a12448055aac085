import type { PeriodKind } from '../tariff/terms.js';

export const EXPLANATION_LANGUAGES = ['uk', 'en'] as const;
export type ExplanationLanguage = (typeof EXPLANATION_LANGUAGES)[number];

/** A reason's inputs as words: names instead of ids, amounts and times as people write them. */
export interface Facts {
  readonly product: string;
  readonly category: string;
  readonly fallback: string;
  readonly medium: string;
  readonly kind: string;
  /** Amounts. */
  readonly amount: string;
  readonly fare: string;
  readonly without: string;
  readonly before: string;
  readonly limit: string;
  readonly each: string;
  readonly price: string;
  /** Numbers. */
  readonly count: number;
  readonly most: number;
  readonly paid: number;
  readonly used: number;
  readonly rides: number;
  /** Whether what is counted are days. */
  readonly isByDays: boolean;
  /** What is left of an amount; empty where none is counted. */
  readonly left: string;
  readonly transfers: number;
  readonly percent: string;
  /** Beyond which amount, and by how much then; empty where that is not so. */
  readonly beyond: string;
  readonly beyondPercent: string;
  readonly minutes: string;
  readonly seconds: number;
  /** Times. */
  readonly opened: string;
  readonly until: string;
  readonly since: string;
  readonly period: string;
  readonly isByCount: boolean;
  /** Of a cap that makes rides cheaper once something is counted, and not free. */
  readonly isReward: boolean;
  readonly rule: string;
  /** Who failed where somebody was let in: the device, or nobody, since it could not know. */
  readonly fault: string;
}

/** The sentence for each reason, and what else the two languages say differently. */
export interface Wording {
  readonly reasons: Readonly<Record<ReasonCode, (facts: Facts) => string>>;
  readonly unknown: (code: string) => string;
  readonly opening: (time: string, version: string) => string;
  readonly result: (amount: string, nominal: string, isSame: boolean) => string;
  /** Instead of the result, where the ride is not the rider's to pay. */
  readonly lost: (amount: string) => string;
  readonly funded: (amount: string, body: string) => string;
  /** Of rides by a concession that nobody pays for. */
  readonly notFunded: Readonly<Record<'transfer' | 'pass' | 'waived', (body: string) => string>>;
  readonly periods: Readonly<Record<PeriodKind, (length: number) => string>>;
  readonly locale: string;
  readonly currencies: Readonly<Record<string, string>>;
}

/** Every reason that pricing gives. */
export const REASON_CODES = [
  'FARE',
  'JOURNEY_FARE',
  'CONCESSION',
  'ENTITLEMENT_EXPIRED',
  'QUOTA_USED_UP',
  'QUOTA',
  'NO_FARE_RULE',
  'NO_TARIFF',
  'EXTRA',
  'EXTRA_BEYOND_LIMIT',
  'EXTRA_UNKNOWN',
  'DISCOUNT',
  'SURCHARGE',
  'GROUP',
  'COVERED_BY_PASS',
  'PASS_EXTENSION',
  'TRANSFER',
  'JOINED',
  'BEST_VALUE',
  'CAPPED',
  'FEES_CAPPED',
  'REWARDED',
  'RETURNED',
  'INCOMPLETE_ON',
  'UNPAIRED_OFF',
  'REENTRY',
  'PASSBACK',
  'CANCELLED',
  'LOST_MEDIUM',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];
