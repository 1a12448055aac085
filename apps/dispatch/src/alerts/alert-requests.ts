/** What may be asked of alerts written by hand. */
import { createHash, randomBytes } from 'node:crypto';
import { serviceAlertSchema } from '@rukh/adapters/notices';
import {
  ALERT_IMAGE_TYPES,
  ALERT_LIMITS,
  type AlertRequest,
  type BothLanguages,
  type Principal,
  speak,
} from '@rukh/domain/dispatch';
import type { ServiceAlert } from '@rukh/domain/realtime';
import { Problem } from '@rukh/service';
import { z } from 'zod';
import { ALERT_PREFIX } from '../orders/notice-mirror.js';
import { alertKind, alertTexts, readIdempotencyKey } from '../orders/order-requests.js';

/** Drafts may lack whatever is not written yet; what is published is checked by `checkAlert`, which says it in words. */
const texts = (longest: number): z.ZodObject<{ uk: z.ZodString; en: z.ZodString }> =>
  z.object({ uk: z.string().trim().max(longest), en: z.string().trim().max(longest) });
const periods = z
  .array(
    z
      .object({ start: z.int().min(0).optional(), end: z.int().min(0).optional() })
      .refine(({ start = 0, end = Infinity }) => start < end, 'a period ends after it begins'),
  )
  .max(50)
  .optional();

export const alertBody = z.object({
  header: texts(ALERT_LIMITS.header),
  description: texts(ALERT_LIMITS.description),
  ttsHeader: texts(ALERT_LIMITS.tts).optional(),
  ttsDescription: texts(ALERT_LIMITS.tts).optional(),
  url: alertTexts.url.optional(),
  image: z
    .object({
      url: z.url().max(ALERT_LIMITS.url),
      mediaType: z.enum(ALERT_IMAGE_TYPES),
      alternativeText: texts(ALERT_LIMITS.image),
    })
    .optional(),
  cause: alertKind.cause,
  effect: alertKind.effect,
  severityLevel: alertKind.severityLevel.optional(),
  communicationPeriods: periods,
  impactPeriods: periods,
  informedEntities: z.array(serviceAlertSchema.shape.informedEntities.element).max(1000),
  publish: z.boolean().describe('False keeps it a draft'),
});
export const alertsQuery = z.object({
  state: z.enum(['draft', 'future', 'active', 'archived']).optional(),
});

/** The id of an alert: of its author's key, so that the same sent twice is one alert and a preview is exact. */
export function nameAlert({ userId }: Principal, key: string | undefined): string {
  if (key === undefined) return `${ALERT_PREFIX}${randomBytes(8).toString('hex')}`;
  const hash = createHash('sha256')
    .update(JSON.stringify([userId, readIdempotencyKey(key)]))
    .digest('hex');
  return `${ALERT_PREFIX}${hash.slice(0, 16)}`;
}

/** What nobody wrote for a voice is said as it is read, with signs written out. */
export function toAlert(alertId: string, request: AlertRequest): ServiceAlert {
  const { image, url } = request;
  const told = Object.entries(request).filter(([name]) => name !== 'publish');
  const asked = Object.fromEntries(told) as Omit<AlertRequest, 'publish' | 'image' | 'url'>;
  return {
    ...asked,
    alertId,
    header: { ...asked.header },
    description: { ...asked.description },
    ttsHeader: voiceOf(asked.ttsHeader, asked.header),
    ttsDescription: voiceOf(asked.ttsDescription, asked.description),
    ...(url ? { url: { ...url } } : {}),
    ...(image ? { image: { ...image, alternativeText: { ...image.alternativeText } } } : {}),
  };
}

/** Each language by itself: who wrote one for the voice need not write the other. */
function voiceOf(written: BothLanguages | undefined, read: BothLanguages): { uk: string; en: string } {
  const spoken = speak(read);
  return { uk: written?.uk || spoken.uk, en: written?.en || spoken.en };
}

/** Which revision is meant. @throws Problem 428 where nothing says so */
export function readRevision(match: string | undefined): number {
  const revision = Number(/^"?(\d{1,9})"?$/.exec(match ?? '')?.[1]);
  if (!Number.isInteger(revision)) {
    throw new Problem(428, { detail: 'The header If-Match says which revision is meant.' });
  }
  return revision;
}
