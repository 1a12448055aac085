/** What may be asked of alerts written by hand. */
import { createHash, randomBytes } from 'node:crypto';
import { serviceAlertSchema } from '@rukh/adapters/notices';
import { ALERT_LIMITS, type AlertRequest, type Principal, speak } from '@rukh/domain/dispatch';
import type { ServiceAlert } from '@rukh/domain/realtime';
import { Problem } from '@rukh/service';
import { z } from 'zod';
import { ALERT_PREFIX } from '../orders/notice-mirror.js';
import { alertKind, alertTexts, idempotencyKey } from '../orders/order-requests.js';

const words = z.string().trim().min(1).max(ALERT_LIMITS.image);
const periods = z
  .array(
    z
      .object({ start: z.int().min(0).optional(), end: z.int().min(0).optional() })
      .refine(({ start = 0, end = Infinity }) => start < end, 'a period ends after it begins'),
  )
  .max(50)
  .optional();

export const alertBody = z.object({
  header: alertTexts.header,
  description: alertTexts.description,
  ttsHeader: alertTexts.ttsHeader.optional(),
  ttsDescription: alertTexts.ttsDescription.optional(),
  url: alertTexts.url.optional(),
  image: z
    .object({
      url: z.url().max(ALERT_LIMITS.url),
      mediaType: z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml', 'image/gif']),
      alternativeText: z.object({ uk: words, en: words }),
    })
    .optional(),
  cause: alertKind.cause,
  effect: alertKind.effect,
  severityLevel: alertKind.severityLevel.optional(),
  communicationPeriods: periods,
  impactPeriods: periods,
  informedEntities: serviceAlertSchema.shape.informedEntities,
  publish: z.boolean().describe('False keeps it a draft'),
});
export const alertsQuery = z.object({
  state: z.enum(['draft', 'future', 'active', 'archived']).optional(),
});

/** The id of an alert: of its author's key, so that the same sent twice is one alert and a preview is exact. */
export function nameAlert({ userId }: Principal, key: string | undefined): string {
  if (key === undefined) return `${ALERT_PREFIX}${randomBytes(8).toString('hex')}`;
  const { success, error } = idempotencyKey.safeParse(key);
  if (!success) throw new Problem(400, { detail: error.issues[0]?.message ?? 'Idempotency-Key is wrong' });
  const hash = createHash('sha256')
    .update(JSON.stringify([userId, key]))
    .digest('hex');
  return `${ALERT_PREFIX}${hash.slice(0, 16)}`;
}

/** What nobody wrote for a voice is said as it is read, with signs written out. */
export function toAlert(alertId: string, { publish: _, image, url, ...asked }: AlertRequest): ServiceAlert {
  return {
    ...asked,
    alertId,
    header: { ...asked.header },
    description: { ...asked.description },
    ttsHeader: { ...(asked.ttsHeader ?? speak(asked.header)) },
    ttsDescription: { ...(asked.ttsDescription ?? speak(asked.description)) },
    ...(url ? { url: { ...url } } : {}),
    ...(image ? { image: { ...image, alternativeText: { ...image.alternativeText } } } : {}),
  };
}

/** Which revision is meant. @throws Problem 428 where nothing says so */
export function readRevision(match: string | undefined): number {
  const revision = Number(/^"?(\d{1,9})"?$/.exec(match ?? '')?.[1]);
  if (!Number.isInteger(revision)) {
    throw new Problem(428, { detail: 'The header If-Match says which revision is meant.' });
  }
  return revision;
}
