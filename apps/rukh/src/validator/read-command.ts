import type { DenyReason } from '@rukh/domain/taps';
import { type CardRead, forgetPan } from '@rukh/domain/validator';

/** What somebody typed at the validator. */
export type TerminalCommand =
  | { readonly does: 'card'; readonly card: CardRead }
  | { readonly does: 'drift'; readonly ms: number }
  /** The vehicle is in another fare zone; undefined: in none. */
  | { readonly does: 'zone'; readonly zoneId: string | undefined }
  | {
      readonly does: 'offline' | 'online' | 'crash' | 'sync' | 'lock' | 'unlock' | 'status' | 'help' | 'quit';
    };

const SIMPLE = ['offline', 'online', 'crash', 'sync', 'lock', 'unlock', 'status', 'help', 'quit'] as const;
const MEDIA = {
  c: 'CLOSED_CARD',
  b: 'BANK_CARD',
  q: 'STATIC_QR',
  paper: 'PAPER',
  staff: 'STAFF',
} as const;
/** What only a reader of cards finds out; a keyboard has to say it. */
const READER: Readonly<Record<string, DenyReason>> = {
  expired: 'CARD_EXPIRED',
  'not-genuine': 'EMV_ODA_FAIL',
  declined: 'EMV_DECLINE',
  'online-only': 'EMV_ONLINE_REQUESTED',
};
/** Of a card that was taken away too soon. */
const UNREAD = 'unread';
/** A signed ticket in base64url. */
const MAX_TOKEN = 1400;
const MAX_DRIFT_MS = 366 * 86_400_000;

/** Undefined where it means nothing. */
export function readCommand(line: string): TerminalCommand | undefined {
  const [word = '', ...rest] = line.trim().split(/\s+/);
  const simple = SIMPLE.find((name) => name === word);
  if (simple !== undefined) return { does: simple };
  if (word === 'drift') return readDrift(rest[0] ?? '');
  if (word === 'zone') return { does: 'zone', zoneId: rest[0] };
  if (word === 'torn') return refused(card('CLOSED_CARD', UNREAD, []), 'READ_ERROR');
  if (word === 'cash') return card('CASH', '', rest);
  if (word in MEDIA && rest.length > 0) {
    return readMedium(MEDIA[word as keyof typeof MEDIA], rest[0]!, rest.slice(1));
  }
  return /^\d{1,32}$/.test(word) ? readMedium('CLOSED_CARD', word, rest) : undefined;
}

function readMedium(
  mediaType: CardRead['mediaType'],
  token: string,
  words: readonly string[],
): TerminalCommand | undefined {
  const found = words.find((word) => word in READER);
  const read = card(
    mediaType,
    token,
    words.filter((word) => word !== found),
  );
  return found === undefined ? read : refused(read, READER[found]!);
}

function refused(read: TerminalCommand | undefined, reason: DenyReason): TerminalCommand | undefined {
  if (read?.does !== 'card') return undefined;
  return { ...read, card: { ...read.card, verification: { verdict: 'REFUSED', reason } } };
}

function card(
  mediaType: CardRead['mediaType'],
  token: string,
  extras: readonly string[],
): TerminalCommand | undefined {
  const read = readExtras(extras);
  if (read === undefined || token.length > MAX_TOKEN) return undefined;
  return { does: 'card', card: forgetPan({ type: 'CARD_READ', token, mediaType, extras: read }) };
}

/** Pairs such as `+2 luggage`; without a word they are companions. */
function readExtras(words: readonly string[]): CardRead['extras'] | undefined {
  const extras: { kind: string; count: number }[] = [];
  for (let i = 0; i < words.length; i++) {
    const count = /^\+([1-9]\d?)$/.exec(words[i]!);
    if (count === null) return undefined;
    const named = words[i + 1];
    const kind = named === undefined || named.startsWith('+') ? 'companion' : named;
    if (kind === named) i++;
    extras.push({ kind, count: Number(count[1]) });
  }
  return extras;
}

function readDrift(text: string): TerminalCommand | undefined {
  const parts = /^([+-]?\d+(?:\.\d+)?)([smhd])$/.exec(text);
  if (parts === null) return undefined;
  const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[parts[2] as 's' | 'm' | 'h' | 'd'];
  const ms = Math.round(Number(parts[1]) * unitMs);
  return Math.abs(ms) <= MAX_DRIFT_MS ? { does: 'drift', ms } : undefined;
}
