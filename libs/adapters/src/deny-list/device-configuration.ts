/**
 * What validators go by beside the list, as it travels: a JSON text and who signed it. The first one is believed for the
 * HTTPS that it came by; from then on only what a key signed that the device has. After a rotation the keys of before
 * sign too, so that a device that slept through it is not left behind.
 */
import { MEDIA_TYPES } from '@rukh/domain/taps';
import { DEFAULT_VALIDATOR_CONFIGURATION, type ValidatorConfiguration } from '@rukh/domain/media';
import { z } from 'zod';
import { type OfficeKey, isSignedBy, signBytes } from './office-key.js';

const PREFIX = Buffer.from('rukh-validator-configuration-v1\n');
const bytes = z.string().transform((text) => Buffer.from(text, 'base64url'));
const signature = z.object({ keyId: z.string(), signature: z.string() });

const staleRule = z.object({
  maxAgeSeconds: z.int().min(60).max(31_536_000),
  whenStale: z.enum(['ALLOW_DEGRADED', 'DENY']),
  atMost: z.int().min(0).max(1_000_000).exactOptional(),
});
const rules = z.object({
  staleList: z.record(z.enum(MEDIA_TYPES), staleRule).describe('A rule for each kind of medium'),
  dynamicTicket: z.object({
    windowSeconds: z.int().min(1).max(3_600),
    skewSeconds: z.int().min(0).max(600),
  }),
  passbackSeconds: z.int().min(0).max(600),
  transferHintMinutes: z.int().min(0).max(360),
  transferHintMedia: z
    .array(z.enum(MEDIA_TYPES))
    .default([...DEFAULT_VALIDATOR_CONFIGURATION.transferHintMedia])
    .describe('Media that are told of a transfer: those that the tariff lets transfer'),
});
export const validatorRules: z.ZodType<ValidatorConfiguration> = rules;

export const signedConfiguration = z.object({
  keyId: z.string().describe('Of the list’s keys'),
  body: z
    .string()
    .describe('base64url of the JSON text that is signed; docs/deny-list.md says what is in it'),
  signature: z.string(),
  earlier: z
    .array(signature)
    .describe('The same by keys of before, for devices that know nothing newer')
    .default([]),
});
/** Ed25519 over "rukh-validator-configuration-v1\n" and the bytes of the text. */
export type SignedConfiguration = z.output<typeof signedConfiguration>;

const configuration = z
  .object({
    agency: z.string(),
    version: z.int(),
    issuedAtMs: z.int(),
    /** By which devices name media on the list. */
    listDeviceKey: bytes,
    listKeys: z.array(z.object({ keyId: z.string(), publicKey: bytes })),
  })
  .and(rules);
export type DeviceConfiguration = z.output<typeof configuration>;

/** @param keys the newest first, which is the one in use */
export function signConfiguration(keys: readonly OfficeKey[], document: object): SignedConfiguration {
  const text = Buffer.from(JSON.stringify(document));
  const [first, ...earlier] = keys.map((key) => ({
    keyId: key.keyId,
    signature: signBytes(key, Buffer.concat([PREFIX, text])).toString('base64url'),
  }));
  return { ...first!, body: text.toString('base64url'), earlier };
}

/**
 * What a device reads of it; undefined where nobody signed it whom the device believes, or where it is older than what
 * the device has. @throws ZodError where it was signed and is none
 */
export function openConfiguration(
  { keyId, body, signature: own, earlier }: SignedConfiguration,
  held?: DeviceConfiguration,
): DeviceConfiguration | undefined {
  const text = Buffer.from(body, 'base64url');
  const read = (): DeviceConfiguration => configuration.parse(JSON.parse(text.toString('utf8')));
  const believed = held ?? read();
  const isGenuine = [{ keyId, signature: own }, ...earlier].some((one) => {
    const key = believed.listKeys.find((known) => known.keyId === one.keyId);
    const signed = Buffer.concat([PREFIX, text]);
    return key !== undefined && isSignedBy(key.publicKey, signed, Buffer.from(one.signature, 'base64url'));
  });
  if (!isGenuine) return undefined;
  const offered = read();
  if (held === undefined) return offered;
  const isOlder = offered.version < held.version || offered.issuedAtMs < held.issuedAtMs;
  return isOlder || offered.agency !== held.agency ? undefined : offered;
}
