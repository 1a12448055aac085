import type { ClockSource, DeviceTap, MediaType } from '../taps/index.js';
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

/** Which deny list the device has. Whom it names is looked up by whoever reads the medium (`CardRead.isListed`). */
export interface DenyListState {
  readonly version: number;
  /** When the back office last said that this is the newest, milliseconds since 1970 UTC. */
  readonly confirmedAtMs: number;
}

/** A ticket for one ride that was taken here. */
export interface UsedTicket {
  readonly ticketId: string;
  /** When nobody could use it any more anyway, milliseconds since 1970 UTC. */
  readonly untilMs: number;
}

/** The back office's clock at a moment of the device's uptime. */
export interface ServerClock {
  readonly atMs: number;
  readonly uptimeMs: number;
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
  /** Numbers up to it were given by a journal that was lost. */
  readonly begunAfter: number;
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
  readonly clockOffsetMs?: number | undefined;
  /** As the receipts of this start showed it; since uptime is nobody's to set, it holds however the clock jumps. */
  readonly serverClock?: ServerClock;
  readonly denyList?: DenyListState;
  /** Media let in by kind since the list was last confirmed, while it was too old. */
  readonly acceptedStale: Readonly<Partial<Record<MediaType, number>>>;
  /** Tickets for one ride that were taken here, by id; kept over restarts. */
  readonly usedTickets: ReadonlyMap<string, UsedTicket>;
  /** The newest list there is, by the last receipt. */
  readonly newestListVersion: number;
  /** An inspector is on board. */
  readonly isLocked: boolean;
  /** By `rideKey`; over a start as far as the clock tells (`recallRides`). */
  readonly recent: ReadonlyMap<string, RecentRide>;
  readonly heartbeatAtUptimeMs: number;
  /** State of the chance that spreads attempts. */
  readonly chance: number;
}
