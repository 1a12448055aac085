import type { ClockSource, DeviceTap } from '../taps/index.js';
import type { ValidatorConfig } from './validator-config.js';

/** The device's clocks at one moment. */
export interface DeviceNow {
  /** What the device takes for the time, milliseconds since 1970 UTC; may be wrong and may jump. */
  readonly wallMs: number;
  /** Since the device started; nobody sets it, and it never goes back until the next start. */
  readonly uptimeMs: number;
}

/** A tap without a receipt that covers it. */
export interface QueuedTap {
  readonly tap: DeviceTap;
  /** Its own answer has come, though something before it is still missing: it need not be sent again. */
  readonly isAnswered: boolean;
}

/** Who may not ride, as of a version. */
export interface DenyList {
  readonly version: number;
  /** When the back office made it or said that it still holds, milliseconds since 1970 UTC. */
  readonly madeAtMs: number;
  /** Keys of tokens, in the form in which the list comes. */
  readonly keys: ReadonlySet<string>;
}

/** A batch on its way. */
export interface InFlight {
  readonly seqs: readonly number[];
  readonly deadlineUptimeMs: number;
}

/** When a medium was last let ride here, by uptime, and the first ride of its transfer window. */
export interface RecentRide {
  readonly lastMs: number;
  readonly windowFromMs: number;
}

/** All that a validator knows. An immutable value: `step` makes the next one. */
export interface ValidatorState {
  readonly config: ValidatorConfig;
  readonly bootId: number;
  /** The highest number given to a tap. */
  readonly lastSeq: number;
  /** All taps up to this number have a receipt. */
  readonly highWaterMark: number;
  /** By number; all above the high-water mark. */
  readonly queue: readonly QueuedTap[];
  readonly isConnected: boolean;
  readonly inFlight: InFlight | undefined;
  /** Attempts that failed since the last that did not. */
  readonly failures: number;
  readonly retryAtUptimeMs: number;
  /** Taps in a batch now: fewer than configured after batches that were refused for their size or form. */
  readonly batchSize: number;
  /** Why the back office refuses this device's batches altogether. */
  readonly refusal: string | undefined;
  readonly clockSource: ClockSource;
  /** Server's clock minus the device's, as the last receipt showed it. */
  readonly clockOffsetMs?: number;
  readonly denyList?: DenyList;
  /** The newest list there is, by the last receipt. */
  readonly newestListVersion: number;
  /** An inspector is on board. */
  readonly isLocked: boolean;
  /** Forgotten when the device starts again. */
  readonly recent: ReadonlyMap<string, RecentRide>;
  readonly heartbeatAtUptimeMs: number;
  /** State of the chance that spreads attempts. */
  readonly chance: number;
}
