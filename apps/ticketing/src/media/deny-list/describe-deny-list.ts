import { DENY_REASON_NAMES } from '@rukh/adapters/postgres';
import { z } from 'zod';
import { toContent } from '../describe-media.js';

const base64url = z.string().describe('base64url');
const shared = {
  agency: z.string(),
  epoch: z.int().describe('Of the salt; another epoch, another whole list'),
  issuedAtMs: z.int().describe('When it was signed'),
  keyId: z.string().describe('See the validators’ configuration'),
  signature: base64url,
};

/** What devices are told of the list, over HTTP as over MQTT. */
export const denyListDocument = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('snapshot'),
    ...shared,
    version: z.int(),
    salt: base64url,
    entries: base64url.describe('Fingerprints of 8 bytes, rising'),
  }),
  z.object({
    kind: z.literal('delta'),
    ...shared,
    from: z.int(),
    to: z.int(),
    added: base64url,
    removed: base64url,
  }),
  z.object({ kind: z.literal('head'), ...shared, version: z.int() }),
]);
export const DOCUMENT = toContent(denyListDocument);

export const ENTRIES = toContent(
  z.array(
    z.object({
      entryId: z.int(),
      scope: z.enum(['TOKEN', 'ACCOUNT', 'FUNDING_BODY']),
      tokenRef: z.string().nullable(),
      accountId: z.int().nullable(),
      fundingBodyId: z.string().nullable(),
      reason: z.enum(DENY_REASON_NAMES),
      validFrom: z.string(),
      validUntil: z.string().nullable(),
      addedBy: z.string(),
      addedAt: z.string(),
    }),
  ),
);
export const ENTRY_ID = toContent(z.object({ entryId: z.int() }));
export const EPOCH = toContent(z.object({ epoch: z.int() }));
