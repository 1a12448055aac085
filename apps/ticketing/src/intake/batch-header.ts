import type { RawTapBatch } from '@rukh/adapters/protobuf';
import { z } from 'zod';

const header = z.object({
  deviceId: z.string().max(32),
  sentAtMs: z.int().min(0),
  bootId: z.int().min(0).max(4_294_967_295),
  uptimeMs: z.int().min(0),
  lastSeq: z.int().min(0),
});

/** What a batch says beside its taps. */
export type BatchHeader = z.output<typeof header>;

export function readBatchHeader(batch: RawTapBatch): BatchHeader | undefined {
  return header.safeParse(batch).data;
}
