import type { RawTapBatch } from '@rukh/adapters/protobuf';
import { z } from 'zod';
import { readSaid } from './read-said.js';

const header = z.object({
  deviceId: z.string().max(32),
  sentAtMs: z.int().min(0),
  bootId: z.int().min(0).max(4_294_967_295),
  uptimeMs: z.int().min(0),
  lastSeq: z.int().min(0),
});

/** What a batch says beside its taps. */
export type BatchHeader = z.output<typeof header>;

/** @throws TapMessageError */
export function readBatchHeader(batch: RawTapBatch): BatchHeader {
  return readSaid(header, batch);
}
