import type { LocalClock } from '../../time/index.js';
import type { ClearingRules } from '../clearing/clearing-rules.js';
import type { MediaType } from '../../taps/index.js';
import type { Scope } from './scope.js';
import type {
  Cap,
  ConcessionTerms,
  Extension,
  ExtraTerms,
  GroupTerms,
  Modifier,
  PassTerms,
  Quota,
  TapPolicy,
  Ticket,
  TransferWindow,
} from './terms.js';

/**
 * A tariff as pricing reads it: one version of it, between two moments at which anything of it changes. Built from
 * files by `readTariffs`, which is where it is judged; what is here is consistent. docs/tariffs.md says what each
 * field means.
 */
export interface Tariff {
  /** `tariff_id`, with `+overlay_id` for each overlay in force. */
  readonly version: string;
  readonly tariffId: string;
  readonly name: string;
  /** In force in [fromMs, untilMs). */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly publishedMs: number;
  readonly clock: LocalClock;
  readonly currency: string;
  readonly fareDayStartSeconds: number;
  /** 1 = Monday to 7 = Sunday. */
  readonly weekStart: number;
  readonly rounding: Rounding;
  readonly distanceMethods: readonly DistanceMethod[];
  readonly mediaByType: ReadonlyMap<MediaType, string>;
  readonly media: ReadonlyMap<string, string>;
  readonly categories: ReadonlyMap<string, string>;
  readonly defaultCategoryId: string;
  readonly products: ReadonlyMap<string, FareProduct>;
  /** What a ride costs that no rule is for. */
  readonly fallbackProductId: string | undefined;
  readonly networks: ReadonlySet<string>;
  readonly networksByRoute: ReadonlyMap<string, readonly string[]>;
  readonly areasByStop: ReadonlyMap<string, readonly string[]>;
  readonly stops: ReadonlyMap<string, StopPlace>;
  readonly distances: ReadonlyMap<string, Distance>;
  readonly services: ReadonlyMap<string, Service>;
  readonly timeframes: ReadonlyMap<string, readonly Timeframe[]>;
  readonly legRules: readonly LegRule[];
  readonly joinRules: readonly JoinRule[];
  readonly transferRules: readonly TransferRule[];
  readonly attributes: readonly FareAttribute[];
  readonly windows: readonly TransferWindow[];
  readonly modifiers: readonly Modifier[];
  readonly caps: readonly Cap[];
  readonly tickets: readonly Ticket[];
  readonly passes: ReadonlyMap<string, PassTerms>;
  readonly extensions: readonly Extension[];
  readonly quotas: readonly Quota[];
  readonly concessions: ReadonlyMap<string, ConcessionTerms>;
  readonly extras: readonly ExtraTerms[];
  readonly groups: readonly GroupTerms[];
  readonly policies: readonly TapPolicy[];
  /** No price depends on it. */
  readonly clearing: ClearingRules;
  /** Of names, by `translationKey`; no price depends on them either. */
  readonly translations: ReadonlyMap<string, string>;
}

/** Versions of a city's tariff in time. `at` is what is in force; the list is sorted and does not overlap. */
export interface TariffHistory {
  readonly versions: readonly Tariff[];
}

export type RoundingMode = 'half_up' | 'half_even' | 'up' | 'down';
export interface Rounding {
  readonly mode: RoundingMode;
  /** Amounts are multiples of it, minor units. */
  readonly unitMinor: number;
}

export type DistanceMethod = 'table' | 'trip' | 'straight';
export interface StopPlace {
  readonly lat: number;
  readonly lon: number;
}
export interface Distance {
  readonly metres: number | undefined;
  readonly stops: number | undefined;
  readonly zones: number | undefined;
}

/** Days of calendar.txt and calendar_dates.txt. */
export interface Service {
  /** Bit 0 = Monday. */
  readonly weekdays: number;
  readonly fromDay: number;
  readonly untilDay: number;
  readonly added: ReadonlySet<number>;
  readonly removed: ReadonlySet<number>;
}

export interface Timeframe {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly isEndInclusive: boolean;
  readonly serviceId: string;
}

export interface FareProduct {
  readonly id: string;
  readonly name: string;
  readonly prices: readonly Price[];
}

export interface Price {
  readonly ruleId: string;
  readonly categoryId: string | undefined;
  readonly mediaId: string | undefined;
  /** Undefined where it is known by bands only. */
  readonly amountMinor: number | undefined;
  readonly bands: readonly Band[];
}

export type Measure = 'metres' | 'stops' | 'zones' | 'minutes';
export interface Band {
  readonly ruleId: string;
  readonly measure: Measure;
  readonly from: number;
  readonly to: number;
  readonly isFromInclusive: boolean;
  readonly isToInclusive: boolean;
  readonly amountMinor: number;
  /** Added for each unit beyond `from`; may be a fraction of a minor unit. */
  readonly perUnitMinor: number;
  readonly unit: number;
  /** Whether a unit that is begun counts whole. */
  readonly isUnitWhole: boolean;
}

export interface LegRule {
  readonly ruleId: string;
  readonly legGroupId: string;
  readonly priority: number;
  readonly networks: Filter;
  readonly fromAreas: Filter;
  readonly toAreas: Filter;
  readonly fromTimeframes: Filter;
  readonly toTimeframes: Filter;
  readonly productId: string;
  readonly distanceType: 'stops' | 'metres' | 'zones' | undefined;
  readonly minDistance: number;
  readonly maxDistance: number;
}

/**
 * Which of a leg's ids a field of a rule takes: any, a certain one, or (an empty field, without rule_priority) those
 * that no other rule names.
 */
export type Filter =
  | { readonly kind: 'any' }
  | { readonly kind: 'is'; readonly id: string }
  | { readonly kind: 'not'; readonly ids: ReadonlySet<string> };

export interface JoinRule {
  readonly ruleId: string;
  readonly fromNetworkId: string;
  readonly toNetworkId: string;
  readonly fromStopId: string | undefined;
  readonly toStopId: string | undefined;
}

export interface TransferRule {
  readonly ruleId: string;
  readonly fromLegGroups: Filter;
  readonly toLegGroups: Filter;
  /** -1 = any number; undefined where from and to differ. */
  readonly transferCount: number | undefined;
  readonly durationSeconds: number | undefined;
  /** 0 departure-arrival, 1 departure-departure, 2 arrival-departure, 3 arrival-arrival. */
  readonly durationType: 0 | 1 | 2 | 3;
  readonly isDurationInclusive: boolean;
  /** 0 A+AB, 1 A+AB+B, 2 AB. */
  readonly type: 0 | 1 | 2;
  readonly productId: string | undefined;
  readonly scope: Scope;
}

/** A fare of GTFS-Fares v1 with its rules. */
export interface FareAttribute {
  readonly ruleId: string;
  readonly fareId: string;
  readonly priceMinor: number;
  /** Undefined = any number. */
  readonly transfers: number | undefined;
  readonly durationSeconds: number | undefined;
  readonly routes: ReadonlySet<string>;
  /** `origin>destination`, either empty for any. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly contains: ReadonlySet<string>;
}
