import { findServiceDate } from '@rukh/domain/time';
import { z } from 'zod';

/** A service day as `YYYY-MM-DD` or `YYYYMMDD`. */
const serviceDate = z
  .string()
  .max(10)
  .transform((text, context) => {
    const date = findServiceDate(text.replaceAll('-', ''));
    if (date !== undefined) return date;
    context.addIssue({ code: 'custom', message: 'is not a day of the form YYYY-MM-DD' });
    return z.NEVER;
  });

/** Body of POST /api/v1/gtfs/imports as JSON. */
export const importByUrl = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
  activate: z.boolean().default(true),
  fromDate: serviceDate.optional(),
});
export type ImportByUrl = z.output<typeof importByUrl>;

/** Query of POST /api/v1/gtfs/imports where the body is the zip itself. */
export const importByUpload = z.strictObject({
  activate: z.enum(['true', 'false']).default('true'),
  fromDate: serviceDate.optional(),
});

/** Body of POST /api/v1/gtfs/activations. */
export const activation = z.strictObject({
  versionId: z.int().positive(),
  fromDate: serviceDate.optional(),
});
export type ActivationRequest = z.output<typeof activation>;
