/** What the OpenAPI document says of media and accounts; requests from the schemas that check them. */
import { MEDIA_TYPES } from '@rukh/domain/taps';
import { type ApiSchema, toApiSchema } from '@rukh/service';
import { z } from 'zod';

const time = z.string().describe('ISO 8601, UTC');
const tokenRef = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .describe('The medium’s name, made from its token');
const accountId = z.int();

const medium = z.object({
  tokenRef,
  mediaType: z.enum(MEDIA_TYPES),
  fareMediaId: z.string().nullable(),
  state: z.enum(['ISSUED', 'ACTIVE', 'BLOCKED', 'LOST', 'REPLACED', 'EXPIRED']),
  replacedBy: tokenRef.nullable(),
  expiresAt: time.nullable(),
  createdAt: time,
  accountId: accountId.nullable().describe('Whose it is now'),
  denyReasons: z.array(z.string()).describe('Why validators are to refuse it'),
});

const account = z.object({
  accountId,
  state: z.string(),
  creditPolicy: z.string(),
  funding: z.string(),
  media: z.array(medium.pick({ tokenRef: true, mediaType: true, state: true })),
  entitlements: z.array(
    z.object({
      entitlementId: z.int(),
      riderCategoryId: z.string(),
      fundingBodyId: z.string().nullable(),
      validFrom: time,
      validUntil: time.nullable(),
      revokedAt: time.nullable(),
    }),
  ),
  passes: z.array(
    z.object({
      passId: z.int(),
      accountId,
      fareProductId: z.string(),
      state: z.enum(['UNUSED', 'ACTIVATED', 'REFUNDED']),
      rides: z.int().nullable(),
      priceMinor: z.int(),
      currency: z.string(),
      soldAt: time,
      activatedAt: time.nullable(),
      validUntil: time.nullable(),
      refundWishedAt: time.nullable(),
    }),
  ),
});

type Content = Record<string, { schema: ApiSchema; example?: unknown }>;

/** A body of JSON, from the schema that checks it. */
export function toBody(
  schema: z.ZodType,
  example: unknown,
): { schema: ApiSchema; examples: Record<string, { value: unknown }> } {
  return { schema: toApiSchema(schema), examples: { example: { value: example } } };
}

export function toContent(schema: z.ZodType): Content {
  return { 'application/json': { schema: toApiSchema(schema, 'output') } };
}

export const ISSUED = toContent(z.object({ tokenRef, accountId, code: z.string().optional() }));
export const MEDIUM = toContent(medium);
export const DONE = toContent(z.object({ done: z.literal(true) }));
export const ACCOUNT_OF = toContent(z.object({ accountId }));
export const CODE = toContent(z.object({ code: z.string() }));
export const ACCOUNT = toContent(account);
export const ENTITLEMENT_ID = toContent(z.object({ entitlementId: z.int() }));
export const PASS_REFUND = toContent(z.object({ refundedMinor: z.int() }));
export const PASS_ID = toContent(z.object({ passId: z.int() }));
