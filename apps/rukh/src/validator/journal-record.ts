import type { DeviceTap } from '@rukh/domain/taps';
import type { UsedTicket } from '@rukh/domain/validator';

/**
 * A line of a validator's journal, which is also the history that a checker reads: `CRC32 JSON`, JSON being {"boot":N},
 * {"tap":{...}}, with "used" beside it where a ticket for one ride was taken, {"used":{...}} or {"receipt":{...}}, with "forgotten"
 * beside it: up to where the validator kept no tap from then on, which a validator of before knew by the mark alone. Before all
 * taps it has "begunAfter" beside it where numbers of before were lost.
 */
export type JournalRecord =
  | { readonly boot: number }
  | { readonly tap: DeviceTap; readonly used?: UsedTicket }
  | { readonly used: UsedTicket }
  | { readonly receipt: JournalReceipt; readonly forgotten?: number; readonly begunAfter?: number };

export interface JournalReceipt {
  readonly highWaterMark: number;
  readonly answers: readonly { readonly seq: number; readonly outcome: string }[];
}
