import { createHash } from 'node:crypto';
import type { SeenTariff } from '@rukh/adapters/postgres';
import {
  type Tariff,
  type TariffHistory,
  findTariff,
  priceTaps,
  pricingHorizon,
  quietMs,
  revisionHorizon,
} from '@rukh/domain/fares';
import { findDay, formatDay, localClock } from '@rukh/domain/time';
import type { PricingRules } from './pricing-rules.js';

const DAY_MS = 86_400_000;

/** Prices by the tariffs of a city. @param timeZone of days at which no tariff is in force */
export function tariffRules(history: TariffHistory, timeZone: string): PricingRules {
  const dayOf = (atMs: number): { readonly clock: Tariff['clock']; readonly startSeconds: number } => {
    const tariff = findTariff(history, atMs);
    return tariff
      ? { clock: tariff.clock, startSeconds: tariff.fareDayStartSeconds }
      : { clock: localClock(timeZone), startSeconds: 0 };
  };
  return {
    versions: history.versions.map(toSeen),
    price: (rider, taps) => priceTaps(history, rider, taps),
    horizonMs: (sinceMs, rider) => pricingHorizon(history, sinceMs, rider),
    pauseMs: quietMs(history),
    revisedSinceMs: (tapMs) => revisionHorizon(history, tapMs),
    fareDateAt: (atMs) => {
      const { clock, startSeconds } = dayOf(atMs);
      return formatDay(clock.dayAt(atMs, startSeconds));
    },
    fareDayEndMs: (fareDate) => {
      const day = findDay(fareDate)!;
      const { clock, startSeconds } = dayOf(day * DAY_MS + DAY_MS / 2);
      return clock.instantOf(day + 1, startSeconds);
    },
  };
}

function toSeen(tariff: Tariff): SeenTariff {
  const { version, fromMs, untilMs, ...content } = tariff;
  const contentHash = createHash('sha256')
    .update(version)
    .update(JSON.stringify(content, writeAny))
    .digest('hex');
  return { tariffVersion: version, contentHash, currency: tariff.currency, fromMs, untilMs };
}

/** Tariffs hold maps and a clock, which JSON alone would leave out. */
function writeAny(name: string, value: unknown): unknown {
  // Who has the money, and what a thing is called in another language, is no price: rides are not priced again for it.
  if (name === 'clearing' || name === 'translations') return undefined;
  if (value instanceof Map) return [...value];
  if (value instanceof Set) return [...value];
  if (name === 'clock') return (value as Tariff['clock']).timeZone;
  return value === Infinity ? 'Infinity' : value;
}
