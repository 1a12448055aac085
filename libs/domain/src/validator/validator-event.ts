import type {
  ClockSource,
  DenyReason,
  DeviceTap,
  MediaType,
  TapBatch,
  TapExtra,
  TapKind,
  TapPlace,
  TapReason,
  TapReceipt,
} from '../taps/index.js';
import type { ValidatorConfiguration } from '../media/index.js';
import type { Signal } from './signal.js';
import type { DenyListState, UsedTicket } from './validator-state.js';

/** What the reader or the ticket's signatures showed of a medium, before the validator decides. */
export type Verification =
  | { readonly verdict: 'REFUSED'; readonly reason: DenyReason }
  | { readonly verdict: 'PASS' | 'CONCESSION' | 'PAYG' | 'UNKNOWN' };

/** What the back office answered, where it did so before the rider got tired of waiting. */
export interface OnlineAnswer {
  readonly reason: TapReason;
  /** Whole minutes of free transfer left. */
  readonly transferMinutesLeft?: number;
  /** Of the list by which the back office answered. */
  readonly denyListVersion: number;
}

/** Something was held to the device. */
export interface CardRead {
  readonly type: 'CARD_READ';
  readonly token: string;
  readonly mediaType: MediaType;
  readonly kind?: TapKind;
  readonly extras?: readonly TapExtra[];
  readonly place?: TapPlace;
  /** Whether the deny list that the device has names it. */
  readonly isListed?: boolean;
  readonly verification?: Verification;
  /** Of a signed ticket that is good for one ride: until when it is good, milliseconds since 1970 UTC. */
  readonly singleUseUntilMs?: number;
  readonly online?: OnlineAnswer;
}

/** What happens to a validator. */
export type ValidatorEvent =
  | CardRead
  | { readonly type: 'CONNECTION'; readonly isUp: boolean }
  | { readonly type: 'RECEIPT'; readonly receipt: TapReceipt }
  /** The batch on its way got no answer. */
  | { readonly type: 'SEND_FAILED'; readonly retryAfterSeconds?: number }
  /** The device has another deny list, or was told that the one it has is still the newest. */
  | { readonly type: 'LIST'; readonly list: DenyListState }
  | { readonly type: 'RULES'; readonly rules: ValidatorConfiguration }
  /** Somebody set the wall clock, rightly or not. */
  | { readonly type: 'CLOCK_SET'; readonly source: ClockSource }
  | { readonly type: 'INSPECTION'; readonly isLocked: boolean }
  | { readonly type: 'TICK' };

/** What the device tells whoever looks after it. */
export type ValidatorAlarm =
  /** The queue is full: riders ride, and nothing is recorded. */
  | 'QUEUE_FULL'
  /** Another tap with the number of ours is stored: a cloned device, or one whose disk was put back. */
  | 'CONFLICT'
  /** The back office has receipts for taps that this device never made. */
  | 'RECEIPT_AHEAD'
  /** The back office asks again for taps that it gave a receipt for: it has lost them. */
  | 'RECEIPT_BEHIND'
  /** The back office could not read a tap of ours. */
  | 'TAP_REFUSED';

/** What a validator wants done, in this order; each before the next. */
export type ValidatorEffect =
  /** Write to disk, and only go on when it is there. */
  | { readonly type: 'KEEP'; readonly tap: DeviceTap; readonly used?: UsedTicket }
  /** These numbers have a receipt; their taps may be deleted. */
  | { readonly type: 'FORGET'; readonly highWaterMark: number }
  | {
      readonly type: 'SHOW';
      readonly reason: TapReason;
      readonly signal: Signal;
      /** Whole minutes of free transfer left, rounded down; absent where there is no window. */
      readonly transferMinutes?: number;
    }
  | { readonly type: 'OUT_OF_SERVICE' }
  | { readonly type: 'SEND'; readonly batch: TapBatch }
  | { readonly type: 'HEARTBEAT' }
  | { readonly type: 'ALARM'; readonly alarm: ValidatorAlarm; readonly detail: string };
