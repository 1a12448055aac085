/** What may be asked of alerts written by hand. */
import { serviceAlertSchema } from '@rukh/adapters/notices';
import { ALERT_LIMITS } from '@rukh/domain/dispatch';
import { z } from 'zod';
import { alertKind, alertTexts } from '../orders/order-requests.js';

const words = z.string().trim().min(1).max(ALERT_LIMITS.image);

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
  communicationPeriods: serviceAlertSchema.shape.communicationPeriods,
  impactPeriods: serviceAlertSchema.shape.impactPeriods,
  informedEntities: serviceAlertSchema.shape.informedEntities,
  publish: z.boolean().describe('False keeps it a draft'),
});
export const alertsQuery = z.object({
  state: z.enum(['draft', 'future', 'active', 'archived']).optional(),
});
