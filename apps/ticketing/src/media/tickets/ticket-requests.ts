import { z } from 'zod';
import { toContent } from '../describe-media.js';
import { instant } from '../media-requests.js';

const name = z.string().min(1).max(64);

export const sellingTicket = z
  .object({
    channel: z.enum(['APP', 'DRIVER', 'PAPER']),
    fareProductId: name,
    vehicleId: name.optional().describe('Of the only vehicle that takes it'),
    zoneIds: z.array(name).min(1).max(16).optional(),
    riderCategoryId: name.optional(),
    validFrom: instant.optional().describe('Without it from now'),
    validSeconds: z
      .int()
      .min(60)
      .max(366 * 86_400),
    isSingleUse: z.boolean().default(true),
    priceMinor: z.int().min(0).max(100_000_000),
    currency: z.string().regex(/^[A-Z]{3}$/),
    sellerId: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,64}$/)
      .optional()
      .describe('Who took the money, and owes it; without it the carrier of the vehicle'),
    holder: z
      .object({
        algorithm: z.enum(['EdDSA', 'ES256']),
        publicKey: z.base64url().max(64).describe('32 bytes, or a compressed point of 33'),
      })
      .optional()
      .describe('The phone’s key, which signs every code of the ticket'),
    codeSeconds: z.int().min(1).max(3_600).default(30).describe('How long a code of a phone is good'),
  })
  .refine((sale) => sale.channel !== 'APP' || sale.holder !== undefined, {
    path: ['holder'],
    message: 'a ticket of an app needs the phone’s key',
  });

export const flagPage = z.object({
  since: instant.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

export const SOLD = toContent(
  z.object({
    ticketId: z.string().describe('The token of its taps'),
    cose: z.string().describe('base64url of the COSE_Sign1 (docs/tickets.md)'),
    qrSvg: z.string().optional().describe('What is printed; a phone draws its own, signed anew each time'),
    accountId: z.int(),
  }),
);
export const FLAGS = toContent(
  z.array(
    z.object({
      tokenRef: z.string(),
      deviceId: z.string(),
      seq: z.int(),
      flag: z.enum(['SECOND_USE', 'OTHER_VEHICLE', 'IMPOSSIBLE_TRAVEL']),
      firstDeviceId: z.string(),
      firstSeq: z.int(),
      details: z.record(z.string(), z.unknown()),
      madeAt: z.string(),
    }),
  ),
);
