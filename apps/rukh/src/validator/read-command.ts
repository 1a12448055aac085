import type { CardRead } from '@rukh/domain/validator';

/** What somebody typed at the validator. */
export type TerminalCommand =
  | { readonly does: 'card'; readonly card: CardRead }
  | { readonly does: 'drift'; readonly ms: number }
  | {
      readonly does: 'offline' | 'online' | 'crash' | 'sync' | 'lock' | 'unlock' | 'status' | 'help' | 'quit';
    };

const SIMPLE = ['offline', 'online', 'crash', 'sync', 'lock', 'unlock', 'status', 'help', 'quit'] as const;
const MEDIA = { c: 'CLOSED_CARD', b: 'BANK_CARD', q: 'STATIC_QR' } as const;
const MAX_TOKEN = 128;
const MAX_DRIFT_MS = 366 * 86_400_000;

/** Undefined where it means nothing. */
export function readCommand(line: string): TerminalCommand | undefined {
  const [word = '', ...rest] = line.trim().split(/\s+/);
  const simple = SIMPLE.find((name) => name === word);
  if (simple !== undefined) return { does: simple };
  if (word === 'drift') return readDrift(rest[0] ?? '');
  if (word === 'cash') return card('CASH', 'driver', rest);
  if (word in MEDIA && rest.length > 0) {
    return card(MEDIA[word as keyof typeof MEDIA], rest[0]!, rest.slice(1));
  }
  return /^\d{1,32}$/.test(word) ? card('CLOSED_CARD', word, rest) : undefined;
}

function card(
  mediaType: CardRead['mediaType'],
  token: string,
  extras: readonly string[],
): TerminalCommand | undefined {
  const read = readExtras(extras);
  if (read === undefined || token.length > MAX_TOKEN) return undefined;
  return { does: 'card', card: { type: 'CARD_READ', token, mediaType, extras: read } };
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
