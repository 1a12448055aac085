/** The back office's receipt as the device reads it (TapBatchReceipt of proto/rukh.proto). */
export interface Receipt {
  /** All taps up to this number are durable. */
  readonly highWaterMark: number;
  /** To be sent again, ends inclusive. */
  readonly missing: readonly { readonly from: number; readonly to: number }[];
  readonly answers: readonly { readonly seq: number; readonly outcome: string; readonly detail?: string }[];
  /** 0 where it is not said. */
  readonly serverTimeMs: number;
  readonly denyListVersion: number;
  /** Why the whole batch was refused; empty where it was not. */
  readonly rejection: string;
  readonly retryAfterSeconds: number;
}
