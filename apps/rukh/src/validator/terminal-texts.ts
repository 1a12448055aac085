import type { Signal, ValidatorAlarm } from '@rukh/domain/validator';
import type { TapReason } from '@rukh/domain/taps';

export const LANGUAGES = ['uk', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** All that the terminal says. */
export interface TerminalTexts {
  readonly help: string;
  readonly signals: Readonly<Record<Signal, string>>;
  readonly reasons: Readonly<Record<TapReason, string>>;
  readonly alarms: Readonly<Record<ValidatorAlarm, string>>;
  readonly outOfService: string;
  readonly transferLeft: (minutes: number) => string;
  readonly connection: (isUp: boolean) => string;
  readonly queue: (queued: number, receipted: number) => string;
  readonly clock: (offsetSeconds: number | undefined) => string;
  readonly list: (version: number) => string;
  readonly refused: (reason: string) => string;
  readonly crashed: (boot: number, queued: number) => string;
  readonly damaged: (lines: number) => string;
  readonly drifted: (minutes: number) => string;
  readonly synced: string;
  readonly notUnderstood: string;
  readonly locked: (isLocked: boolean) => string;
  readonly enrolled: (deviceId: string) => string;
  readonly notEnrolled: (deviceId: string, keyId: string) => string;
  readonly bye: (queued: number) => string;
}
