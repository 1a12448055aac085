import { z } from 'zod';

const MOST_BYTES = 200;
export const readMessage = z.object({ orderId: z.string().regex(/^[\w-]{1,64}$/) });

/** The order that a display says was read; undefined where it says nothing that can be one. */
export function parseRead(payload: Uint8Array): string | undefined {
  if (payload.length > MOST_BYTES) return undefined;
  try {
    const parsed = readMessage.safeParse(JSON.parse(Buffer.from(payload).toString('utf8')));
    return parsed.success ? parsed.data.orderId : undefined;
  } catch {
    return undefined;
  }
}
