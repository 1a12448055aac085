import type { MediaType } from '../taps/index.js';

/** What a device does with a medium once its deny list is older than `maxAgeSeconds`. */
export interface StaleListRule {
  readonly maxAgeSeconds: number;
  readonly whenStale: 'ALLOW_DEGRADED' | 'DENY';
  /** With ALLOW_DEGRADED: so many of these media until the list is fresh again, and no more. */
  readonly atMost?: number;
}

/** What validators go by beside the deny list; published in versions, signed by the back office. */
export interface ValidatorConfiguration {
  readonly staleList: Readonly<Record<MediaType, StaleListRule>>;
  readonly dynamicTicket: DynamicTicketRule;
  /** The same medium on the same vehicle within so many seconds is the same boarding; 0 turns that off. */
  readonly passbackSeconds: number;
  /** Minutes of free transfer that displays count down; 0 where there is none. The price goes by the tariff. */
  readonly transferHintMinutes: number;
  /** Media that are told of it: those that the tariff lets transfer. */
  readonly transferHintMedia: readonly MediaType[];
}

export interface DynamicTicketRule {
  /** How long a code is good after the phone made it. */
  readonly windowSeconds: number;
  /** How wrong a phone's clock may be, either way. */
  readonly skewSeconds: number;
}

const DAY_SECONDS = 86_400;

/**
 * In force until another is published. Blackouts are the normal failure (ticketing.md 0, fact 5): a day without a list
 * is ridden through. A bank card may bring a debt of a fare each time, so that fewer are taken on.
 */
export const DEFAULT_VALIDATOR_CONFIGURATION: ValidatorConfiguration = {
  staleList: {
    CLOSED_CARD: { maxAgeSeconds: DAY_SECONDS, whenStale: 'ALLOW_DEGRADED' },
    BANK_CARD: { maxAgeSeconds: DAY_SECONDS, whenStale: 'ALLOW_DEGRADED', atMost: 2_000 },
    STATIC_QR: { maxAgeSeconds: DAY_SECONDS, whenStale: 'ALLOW_DEGRADED' },
    DYNAMIC_QR: { maxAgeSeconds: DAY_SECONDS, whenStale: 'ALLOW_DEGRADED' },
    PAPER: { maxAgeSeconds: DAY_SECONDS, whenStale: 'ALLOW_DEGRADED' },
    CASH: { maxAgeSeconds: DAY_SECONDS, whenStale: 'ALLOW_DEGRADED' },
    STAFF: { maxAgeSeconds: 7 * DAY_SECONDS, whenStale: 'DENY' },
  },
  dynamicTicket: { windowSeconds: 30, skewSeconds: 60 },
  passbackSeconds: 10,
  transferHintMinutes: 40,
  transferHintMedia: ['CLOSED_CARD', 'STATIC_QR', 'DYNAMIC_QR'],
};

/** How long a medium is told of a free transfer; 0 where it is told of none. */
export function transferHintMinutesOf(
  {
    transferHintMinutes,
    transferHintMedia,
  }: Pick<ValidatorConfiguration, 'transferHintMinutes' | 'transferHintMedia'>,
  mediaType: MediaType,
): number {
  return transferHintMedia.includes(mediaType) ? transferHintMinutes : 0;
}
