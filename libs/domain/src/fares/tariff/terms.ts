import type { Scope } from './scope.js';

/** What the extension files of a tariff say; docs/tariffs.md gives each field its meaning. */
export type WindowEffect = 'free' | 'difference' | 'journey_fare' | 'percent' | 'discount' | 'price';
export interface TransferWindow {
  readonly ruleId: string;
  readonly id: string;
  /** Rides that open it. */
  readonly from: Scope;
  /** Rides that profit from it. */
  readonly to: Scope;
  /** The ride before the one that profits. */
  readonly last: Scope;
  /** The journey with that ride, as one. */
  readonly whole: Scope;
  readonly durationSeconds: number;
  readonly measuredFrom: 'first_entry' | 'first_exit' | 'last_entry' | 'last_exit';
  readonly measuredTo: 'entry' | 'exit';
  readonly isEndInclusive: boolean;
  readonly maxGapSeconds: number | undefined;
  /** The start is put off to the next multiple of it on the wall clock, e.g. the full hour. */
  readonly roundStartSeconds: number;
  readonly isSameFareDay: boolean;
  /** Counted from 1: transfers before it are not taken. */
  readonly firstTransfer: number;
  /** -1 = any number. */
  readonly transferCount: number;
  readonly sameRoute: 'allowed' | 'not_last' | 'never';
  readonly sameNetwork: 'allowed' | 'not_last' | 'never' | 'only';
  /** Whether a ride profits that begins where the one before ended. */
  readonly sameStop: 'allowed' | 'not_last';
  /** Whether a ride profits that goes back the way the journey came; or only such a one. */
  readonly wayBack: 'allowed' | 'never' | 'only';
  readonly isSameMedia: boolean;
  readonly isConsecutive: boolean;
  /** Rides that are no transfers, those of them that cost something, or that a pass covers; or any. */
  readonly openedBy: 'start' | 'paid' | 'pass' | 'any';
  readonly effect: WindowEffect;
  /** Minor units, or hundredths of a percent. */
  readonly value: number;
  readonly credit: 'paid' | 'fare';
  /** It takes no more than this off a ride. */
  readonly maxDiscountMinor: number | undefined;
  /** What prices the journey as one, where that is not the leg rules. */
  readonly journeyProductId: string | undefined;
}

export interface Modifier {
  readonly ruleId: string;
  readonly scope: Scope;
  readonly kind: 'percent' | 'amount';
  /** Hundredths of a percent, or minor units; negative makes it cheaper. */
  readonly value: number;
  readonly isInCaps: boolean;
  /** What the fare comes to with it: no less, where it was not less before, and no more. */
  readonly leastMinor: number | undefined;
  readonly mostMinor: number | undefined;
}

export type PeriodKind =
  | 'fare_day'
  | 'fare_week'
  | 'fare_month'
  | 'fare_year'
  | 'previous_months'
  | 'rolling_days'
  | 'rolling_seconds'
  | 'from_first_days'
  | 'from_first_seconds';
export interface Period {
  readonly kind: PeriodKind;
  /** Days, seconds or months; 1 for calendar periods. */
  readonly length: number;
  /** Whether the moment `length` seconds later still belongs to it. */
  readonly isEndInclusive: boolean;
}

export interface Cap {
  readonly ruleId: string;
  readonly id: string;
  readonly scope: Scope;
  readonly period: Period;
  readonly measure: 'amount' | 'rides' | 'journeys';
  /** Minor units, or a number. */
  readonly limit: number;
  /** What is counted before the effect ends again; Infinity: it does not. */
  readonly until: number;
  readonly effect: 'free' | 'percent' | 'price';
  /** Hundredths of a percent, or minor units. */
  readonly value: number;
  /** What counts towards it: what is paid, or the fare before caps. */
  readonly counts: 'paid' | 'fare';
  readonly areMaximumFaresIn: boolean;
  /**
   * What is capped: fares, the fees beside them that no cap of fares takes, or what the rider pays for himself and those with him
   * together.
   */
  readonly appliesTo: 'fares' | 'fees' | 'people';
  /** Takes only rides of so many people. */
  readonly mostPeople: number;
  /** By number: after so many the count begins anew. */
  readonly repeatEvery: number | undefined;
  /** Holds only while rows of this cap take all rides of the period that cost something. */
  readonly isOfAllRides: boolean;
  /** Of a ride that reaches `limit` or `until`, only the part between them has the effect. */
  readonly isMarginal: boolean;
  /** Once reached, rides of before in the same period have the effect too. */
  readonly isRetroactive: boolean;
  /** Of what the rewarded rides of the period cost beyond an amount, another share; hundredths of a percent. */
  readonly beyond: { readonly amountMinor: number; readonly value: number } | undefined;
  /** Only on fare days of these services. */
  readonly services: ReadonlySet<string> | undefined;
  /** Only on so many of the fare days of a period on which the rider travels. */
  readonly travelDays: TravelDays | undefined;
}

/** From the first to the last of them, both included; days of travel need not follow each other. */
export interface TravelDays {
  readonly period: Period;
  readonly from: number;
  readonly until: number;
}

/** A product that the system buys for the rider where that is cheaper than what it covers. */
export interface Ticket {
  readonly ruleId: string;
  readonly groupId: string;
  readonly productId: string;
  readonly scope: Scope;
  readonly validity: 'fare_day' | 'fare_days' | 'seconds' | 'fare_week' | 'fare_month';
  /** Of fare days. */
  readonly length: number;
  readonly seconds: number;
  readonly isEndInclusive: boolean;
  readonly rides: number | undefined;
  readonly period: 'fare_day' | 'fare_week' | 'fare_month';
}

export type PassValidity = 'calendar_days' | 'fare_days' | 'seconds' | 'fare_week' | 'fare_month' | 'held';
export interface PassTerms {
  readonly ruleId: string;
  readonly productId: string;
  readonly validity: PassValidity;
  readonly length: number;
  readonly rides: number | undefined;
  /** What of them is counted: each ride, or each fare day with all its rides. */
  readonly counts: 'rides' | 'fare_days';
  /** What it holds in money; undefined: it is not counted so. */
  readonly valueMinor: number | undefined;
  /** Rides it covers wholly. */
  readonly scope: Scope;
  /** What it covers of a ride at most; undefined: all. */
  readonly coverUpToMinor: number | undefined;
  /** How many extras of a ride it covers. */
  readonly extras: number;
  /** Of which kinds; undefined: of any. */
  readonly extraKinds: ReadonlySet<string> | undefined;
  /** Whether each of them takes one of its rides. */
  readonly isByPerson: boolean;
}

/** What a ride beyond the scope of a pass or ticket costs a rider who holds it. */
export interface Extension {
  readonly ruleId: string;
  readonly baseProductId: string;
  readonly productId: string;
  readonly scope: Scope;
}

export interface Quota {
  readonly ruleId: string;
  readonly categoryId: string;
  readonly period: Period;
  readonly limit: number;
  readonly counts: 'rides' | 'journeys';
  readonly fallbackCategoryId: string;
  readonly scope: Scope;
}

export interface ConcessionTerms {
  readonly ruleId: string;
  readonly categoryId: string;
  /** The difference of two fares, or the rest up to the default category's: of transfers and caps too. */
  readonly funding: 'difference' | 'rest' | 'fixed' | 'none';
  readonly amountMinor: number;
  /** Whether somebody owes for transfers by difference or a fixed amount, free or not; the rest is owed in any case. */
  readonly areTransfersFunded: boolean;
  /** Whether somebody owes for rides that a pass of the rider covers. */
  readonly arePassRidesFunded: boolean;
}

export interface ExtraTerms {
  readonly ruleId: string;
  readonly kind: string;
  /** Undefined: the product of the rider's own ride. */
  readonly productId: string | undefined;
  readonly categoryId: string;
  readonly maxCount: number;
  readonly freeCount: number;
  /** Extras of whom each brings as many free ones along as the rider. */
  readonly freeWith: ReadonlySet<string>;
  readonly doTransfer: boolean;
  readonly scope: Scope;
}

/** One price for several people. */
export interface GroupTerms {
  readonly ruleId: string;
  readonly productId: string;
  readonly scope: Scope;
  /** Most people of each kind; the rider is `holder`. */
  readonly kinds: ReadonlyMap<string, number>;
  readonly minPersons: number;
  readonly maxPersons: number;
}

/** As NeTEx has it: newFare, allowed, maximumFare, blocked. */
export type Reentry = 'new_fare' | 'continue' | 'maximum_fare' | 'blocked';
export interface TapPolicy {
  readonly ruleId: string;
  readonly scope: Scope;
  readonly mode: 'flat' | 'on_off';
  readonly passbackSeconds: number;
  readonly isPassbackInclusive: boolean;
  readonly isSameVehicle: boolean;
  readonly maxJourneySeconds: number;
  /** An exit from the trip of the entry is not too late on the same day: the vehicle was. */
  readonly isSameTripExempt: boolean;
  readonly isMaxJourneyInclusive: boolean;
  readonly maximumProductId: string | undefined;
  /** `trip_end`: the fare to where the trip ended, at most the maximum. */
  readonly incomplete: 'maximum_fare' | 'entry_fare' | 'trip_end' | 'free';
  readonly unpairedOff: 'maximum_fare' | 'entry_fare' | 'free';
  readonly cancelSeconds: number;
  readonly isCancelInclusive: boolean;
  readonly reentry: Reentry;
  readonly reentrySeconds: number;
}
