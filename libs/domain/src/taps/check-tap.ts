/**
 * Whether what a device sent is a tap: every field there, of its kind and within its bounds. A device is a computer
 * that somebody else programmed; what it sends is read as if a stranger had.
 */
import { holdsPan, mayBePan } from './find-pan.js';
import {
  ALLOW_REASONS,
  CLOCK_SOURCES,
  type ClockSource,
  DENY_REASONS,
  type DeviceTap,
  MEDIA_TYPES,
  type MediaType,
  TAP_KINDS,
  type TapExtra,
  type TapKind,
  type TapPlace,
  type TapReason,
} from './tap.js';

/** A tap's fields as they were decoded, of either form; nothing of them is believed yet. */
export type RawTap = Readonly<Record<string, unknown>>;

/** What is wrong with it, for people: it never repeats a value, since that may be what nobody may keep. */
export type CheckedTap =
  { readonly tap: DeviceTap; readonly fault?: never } | { readonly fault: string; readonly tap?: never };

export const TAP_LIMITS = {
  tokenCharacters: 128,
  textCharacters: 64,
  extras: 8,
  extraCount: 99,
  /** The end of the year 9999 UTC: a wrong clock is no fault of form, but PostgreSQL and people read this. */
  timeMs: 253_402_300_799_999,
} as const;

const REASONS: ReadonlySet<string> = new Set([...ALLOW_REASONS, ...DENY_REASONS]);
const KINDS: ReadonlySet<string> = new Set(TAP_KINDS);
const MEDIA: ReadonlySet<string> = new Set(MEDIA_TYPES);
const SOURCES: ReadonlySet<string> = new Set(CLOCK_SOURCES);
const PLACE_TEXTS = ['vehicleId', 'routeId', 'tripId', 'stopId'] as const;
/** Letters of any script, no control characters: these separate fields where a tap is hashed. */
const TEXT = /^[^\p{Cc}\p{Cs}]+$/u;
const INT32_MAX = 2_147_483_647;
const UINT32_MAX = 4_294_967_295;

/** The number of a tap that is none, where it has one: by it the device is answered and may drop the tap. */
export function findSeq({ seq }: RawTap): number | undefined {
  return isWithin(seq, 1, Number.MAX_SAFE_INTEGER) ? seq : undefined;
}

export function checkTap(deviceId: string, raw: RawTap): CheckedTap {
  const fault = findFault(raw) ?? findPanFault(raw);
  return fault === undefined ? { tap: toTap(deviceId, raw) } : { fault };
}

function findFault(raw: RawTap): string | undefined {
  if (findSeq(raw) === undefined) return 'seq must be a whole number from 1';
  return findNumberFault(raw) ?? findNameFault(raw) ?? findTextFault(raw) ?? findExtrasFault(raw.extras);
}

function findNumberFault(raw: RawTap): string | undefined {
  if (!isWithin(raw.deviceTimeMs, 0, TAP_LIMITS.timeMs)) {
    return 'deviceTimeMs must be milliseconds since 1970';
  }
  if (!isWithin(raw.bootId, 0, UINT32_MAX)) return 'bootId must be a whole number of 32 bits';
  if (!isWithin(raw.uptimeMs, 0, TAP_LIMITS.timeMs)) return 'uptimeMs must be milliseconds';
  if (!isWithin(raw.denyListVersion, 0, INT32_MAX)) {
    return 'denyListVersion must be a whole number of 31 bits';
  }
  if (!isAngle(raw.latitude, 90)) return 'latitude must be degrees from -90 to 90';
  if (!isAngle(raw.longitude, 180)) return 'longitude must be degrees from -180 to 180';
  return undefined;
}

function findNameFault(raw: RawTap): string | undefined {
  if (!KINDS.has(raw.kind as string)) return `kind must be one of ${TAP_KINDS.join(', ')}`;
  if (!MEDIA.has(raw.mediaType as string)) return `mediaType must be one of ${MEDIA_TYPES.join(', ')}`;
  if (!REASONS.has(raw.reason as string)) return 'reason must be one of those of docs/validators.md';
  if (!SOURCES.has(raw.clockSource as string)) {
    return `clockSource must be one of ${CLOCK_SOURCES.join(', ')}`;
  }
  return undefined;
}

function findTextFault(raw: RawTap): string | undefined {
  // Nothing is held to a device that sells for cash.
  const isTokenMissing = raw.token === '' && raw.mediaType !== 'CASH';
  if (isTokenMissing || (raw.token !== '' && !isToken(raw.token))) {
    return `token must be 1 to ${TAP_LIMITS.tokenCharacters} characters`;
  }
  const wrong = PLACE_TEXTS.find(
    (name) => raw[name] !== undefined && !isText(raw[name], TAP_LIMITS.textCharacters),
  );
  return wrong && `${wrong} must be 1 to ${TAP_LIMITS.textCharacters} characters`;
}

function findExtrasFault(extras: unknown): string | undefined {
  if (!Array.isArray(extras) || extras.length > TAP_LIMITS.extras) {
    return `extras must be a list of at most ${TAP_LIMITS.extras}`;
  }
  const isGood = extras.every((extra: unknown) => {
    const { kind, count } = (extra ?? {}) as { kind?: unknown; count?: unknown };
    return isText(kind, TAP_LIMITS.textCharacters) && isWithin(count, 1, TAP_LIMITS.extraCount);
  });
  return isGood ? undefined : `an extra has a kind, and a count from 1 to ${TAP_LIMITS.extraCount}`;
}

/** Where the token is the number of a bank card, whatever it is said to be of, or any other text holds one. */
function findPanFault(raw: RawTap): string | undefined {
  const texts = PLACE_TEXTS.map((name) => raw[name]);
  for (const { kind } of raw.extras as TapExtra[]) texts.push(kind);
  const isPan = mayBePan(raw.token as string, raw.mediaType as MediaType);
  return isPan || texts.some((text) => text !== undefined && holdsPan(text as string))
    ? 'a bank card number was sent: send the token of the gateway; nothing of it was kept'
    : undefined;
}

function toTap(deviceId: string, raw: RawTap): DeviceTap {
  return {
    deviceId,
    seq: raw.seq as number,
    deviceTimeMs: raw.deviceTimeMs as number,
    clockSource: raw.clockSource as ClockSource,
    bootId: raw.bootId as number,
    uptimeMs: raw.uptimeMs as number,
    kind: raw.kind as TapKind,
    mediaType: raw.mediaType as MediaType,
    token: raw.token as string,
    reason: raw.reason as TapReason,
    denyListVersion: raw.denyListVersion as number,
    extras: (raw.extras as TapExtra[]).map(({ kind, count }) => ({ kind, count })),
    place: toPlace(raw),
  };
}

function toPlace(raw: RawTap): TapPlace {
  const place: { -readonly [K in keyof TapPlace]: TapPlace[K] } = {};
  for (const name of PLACE_TEXTS) {
    if (raw[name] !== undefined) place[name] = raw[name] as string;
  }
  if (raw.latitude !== undefined) place.lat = raw.latitude as number;
  if (raw.longitude !== undefined) place.lon = raw.longitude as number;
  return place;
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
}

/** A number of degrees, or nothing. NaN passes every decoder. */
function isAngle(value: unknown, max: number): boolean {
  return value === undefined || (typeof value === 'number' && Math.abs(value) <= max);
}

/** Whether a text may be the token of a medium, as whoever takes taps has it. */
export function isToken(value: unknown): value is string {
  return isText(value, TAP_LIMITS.tokenCharacters);
}

function isText(value: unknown, max: number): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= max && TEXT.test(value);
}
