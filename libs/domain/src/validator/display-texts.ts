import type { TapReason } from '../taps/index.js';
import type { Signal } from './signal.js';
import type { ValidatorAlarm } from './validator-event.js';

export const DISPLAY_LANGUAGES = ['uk', 'en'] as const;
export type DisplayLanguage = (typeof DISPLAY_LANGUAGES)[number];

/** What a validator's display says for the codes that it decides by. */
export interface DisplayTexts {
  readonly signals: Readonly<Record<Signal, string>>;
  readonly reasons: Readonly<Record<TapReason, string>>;
  readonly alarms: Readonly<Record<ValidatorAlarm, string>>;
  readonly outOfService: string;
  readonly transferLeft: (minutes: number) => string;
}
