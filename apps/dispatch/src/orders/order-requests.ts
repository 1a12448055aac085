/** What may be asked of orders. */
import { orderActionSchema } from '@rukh/adapters/notices';
import { ALERT_LIMITS, ORDER_REASONS } from '@rukh/domain/dispatch';
import { Problem } from '@rukh/service';
import { z } from 'zod';
import { answer } from '../live/describe-live.js';
import { at } from '../replay/read-moment.js';

const text = (longest: number): z.ZodObject<{ uk: z.ZodString; en: z.ZodString }> =>
  z.object({ uk: z.string().trim().min(1).max(longest), en: z.string().trim().min(1).max(longest) });

export const reasonSchema = z
  .object({ code: z.enum(ORDER_REASONS), text: z.string().trim().max(500).optional() })
  .refine(({ code, text: words }) => code !== 'other' || (words ?? '') !== '', {
    path: ['text'],
    message: 'the reason "other" needs words',
  });

export const alertTexts = {
  header: text(ALERT_LIMITS.header),
  description: text(ALERT_LIMITS.description),
  ttsHeader: text(ALERT_LIMITS.tts),
  ttsDescription: text(ALERT_LIMITS.tts),
  url: z.object({ uk: z.url().max(ALERT_LIMITS.url), en: z.url().max(ALERT_LIMITS.url) }),
};
export const alertKind = {
  cause: z.int().min(1).max(13),
  effect: z.int().min(1).max(11),
  severityLevel: z.int().min(1).max(4),
};

const alertInput = z
  .object({ ...alertTexts, ...alertKind })
  .partial()
  .nullable()
  .optional();

export const previewBody = z.object({
  action: orderActionSchema,
  alert: alertInput,
  reason: reasonSchema.optional(),
});
export const confirmBody = z.object({
  action: orderActionSchema,
  alert: alertInput,
  reason: reasonSchema,
  fingerprint: z.string().max(100).optional(),
  draftId: z.string().max(100).optional(),
  exceptionId: z.string().max(100).optional(),
});
export const undoBody = z.object({ reason: reasonSchema });
const idempotencyKey = z
  .string({ error: 'the header Idempotency-Key is needed: a new one for each order' })
  .regex(/^[\x21-\x7e]{8,100}$/, 'Idempotency-Key has 8 to 100 visible characters');

/** @throws Problem 400 where the header is missing or is no key */
export function readIdempotencyKey(header: string | undefined): string {
  const { success, data, error } = idempotencyKey.safeParse(header);
  if (!success) throw new Problem(400, { detail: error.issues[0]?.message ?? 'Idempotency-Key is needed' });
  return data;
}

export const ordersQuery = z.object({
  t: at,
  state: z
    .enum(['draft', 'active', 'told', 'undone', 'expired'])
    .optional()
    .describe(
      'All but drafts without it; told: active, or expired and still told of runs that met it in its time',
    ),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

const both = z.object({ uk: z.string(), en: z.string() });
const author = z.object({ userId: z.string(), name: z.string() });
export const orderSchema = z.looseObject({
  orderId: z.string(),
  state: z.enum(['draft', 'active', 'undone', 'expired']),
  revision: z.int(),
  action: z.looseObject({ kind: z.string() }),
  summary: both,
  createdBy: author,
  createdAt: z.number(),
});
export const ORDER_ANSWER = answer('The order', orderSchema);
export const CONFIRMED_ANSWER = answer(
  'The order, and whose the exception stays that it answers',
  orderSchema.extend({ exceptionTakenBy: author.optional() }),
);
export const ORDERS_ANSWER = answer('Orders, the newest first', z.object({ orders: z.array(orderSchema) }));
export const PREVIEW_ANSWER = answer(
  'What would be published, in the text form of the feeds, and what follows from it',
  z.looseObject({
    fingerprint: z.string(),
    at: z.number(),
    summary: both,
    entities: z.array(
      z.object({
        feed: z.string(),
        id: z.string(),
        before: z.string().optional(),
        after: z.string().optional(),
      }),
    ),
    canConfirm: z.boolean(),
  }),
);
