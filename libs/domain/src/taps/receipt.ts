import type { SeqRange } from './follow-sequence.js';
import type { BatchRejection, TapOutcome } from './tap-outcome.js';

/** What became of one tap of a batch. */
export interface TapAnswer {
  readonly seq: number;
  readonly outcome: TapOutcome;
  /** What is wrong with it, for people; absent where nothing is. */
  readonly detail?: string;
}

/**
 * Rukh's word for a batch, given after the commit. A device may delete what is at or below the high-water mark and what
 * is answered, a conflict too; nothing else.
 */
export interface TapReceipt {
  readonly deviceId: string;
  readonly highWaterMark: number;
  /** To be sent again. */
  readonly missing: readonly SeqRange[];
  readonly answers: readonly TapAnswer[];
  readonly serverTimeMs: number;
  readonly denyListVersion: number;
  /** Tickets are being inspected on the device's vehicle: nobody may tap now. Absent where this is not known. */
  readonly isLocked?: boolean;
  /** Why nothing of the batch was taken; absent where it was. */
  readonly rejection?: BatchRejection;
  /** What is wrong with a message that is malformed, for people. */
  readonly detail?: string;
  /** Where refused for now: when to try again. */
  readonly retryAfterSeconds?: number;
}

/** What a device says of itself. */
export interface DeviceHeartbeat {
  readonly deviceId: string;
  readonly sentAtMs: number;
  readonly bootId: number;
  readonly uptimeMs: number;
  readonly clockSource: 'RTC' | 'NETWORK' | 'GNSS';
  readonly lastSeq: number;
  /** Taps kept for which there is no receipt. */
  readonly queueLength: number;
  readonly denyListVersion: number;
  readonly softwareVersion?: string;
  readonly configVersion?: string;
  readonly vehicleId?: string;
}

/** What is written before the bytes that a device signs, so that no signature says two things. */
export const SIGNED_AS = {
  taps: 'rukh-taps-v1\n',
  heartbeat: 'rukh-heartbeat-v1\n',
  enrolment: 'rukh-enrolment-v1\n',
  key: 'rukh-key-v1\n',
  session: 'rukh-session-v1\n',
  check: 'rukh-check-v1\n',
  configuration: 'rukh-configuration-v1\n',
} as const;
