import type { MediaType } from '../taps/index.js';
import { mix, unit } from './random.js';

/**
 * What riders hold to a validator. Lviv, December 2023 to February 2024: 40 % concessions, 36 % cashless, 24 % cash
 * (dailylviv.com, 120973). How the cashless part divides is a guess.
 */
export interface RiderKind {
  readonly name: 'concession' | 'card' | 'bank' | 'paper-code' | 'app-code' | 'cash';
  readonly share: number;
  readonly mediaType: MediaType;
  readonly verdict: 'CONCESSION' | 'PAYG' | 'PASS' | 'UNKNOWN';
}

export const RIDER_KINDS: readonly RiderKind[] = [
  { name: 'concession', share: 0.4, mediaType: 'CLOSED_CARD', verdict: 'CONCESSION' },
  { name: 'card', share: 0.17, mediaType: 'CLOSED_CARD', verdict: 'PAYG' },
  { name: 'bank', share: 0.13, mediaType: 'BANK_CARD', verdict: 'UNKNOWN' },
  { name: 'app-code', share: 0.04, mediaType: 'DYNAMIC_QR', verdict: 'PAYG' },
  { name: 'paper-code', share: 0.02, mediaType: 'STATIC_QR', verdict: 'PAYG' },
  { name: 'cash', share: 0.24, mediaType: 'CASH', verdict: 'PAYG' },
];

/** A rider's kind follows from his number alone, so that he is the same whenever he boards. */
export function kindOfRider(seed: number, rider: number): RiderKind {
  let left = unit(mix(mix(seed, 501), rider));
  for (const kind of RIDER_KINDS) {
    left -= kind.share;
    if (left < 0) return kind;
  }
  return RIDER_KINDS.at(-1)!;
}

/**
 * What the reader reads; never anything like a bank card's number. Who pays the driver gets a paper ticket with a number
 * of its own each time: `ride` counts a rider's rides.
 */
export function tokenOfRider(kind: RiderKind, rider: number, ride: number): string {
  switch (kind.name) {
    case 'cash':
      return `SIM-cash-${rider.toString(36)}-${ride}`;
    case 'bank':
      return `tok_sim${rider.toString(36)}`;
    case 'app-code':
    case 'paper-code':
      return `SIM-${kind.name}-${rider.toString(36)}`;
    case 'concession':
    case 'card':
      return `1${String(rider).padStart(9, '0')}`;
  }
}
