/** A tariff by its files, taps of a day in Kyiv, and what they cost. */
import type { Charge } from '../charge.js';
import type { FareTap } from '../fare-tap.js';
import { folder, sound } from '../random-fares.fixture.js';
import type { TariffHistory } from '../tariff/index.js';

export const at = (local: string): number =>
  Temporal.PlainDateTime.from(local).toZonedDateTime('Europe/Kyiv').epochMilliseconds;

/** A tap on 6 October 2025, a Monday, unless a date is given. */
export function tap(time: string, more: Partial<FareTap> = {}): FareTap {
  const atMs = at(time.includes('T') ? time : `2025-10-06T${time}`);
  const ref = `${more.deviceId ?? 'd'}/${atMs}`;
  return {
    ref,
    deviceId: 'd',
    seq: atMs,
    atMs,
    kind: 'UNKNOWN',
    mediaType: 'CLOSED_CARD',
    extras: [],
    ...more,
  };
}

/** With one kind of ride at the product `single`, unless the files say otherwise. */
export function tariffOf(files: Readonly<Record<string, string>>, info = 'Europe/Kyiv,UAH'): TariffHistory {
  return sound(
    folder('t', {
      'tariff_info.txt': `tariff_id,valid_from,timezone,currency\nt,2020-01-01,${info}`,
      'fare_leg_rules.txt': 'leg_group_id,fare_product_id\nride,single',
      ...files,
    }),
  );
}

export const amounts = (charges: readonly Charge[]): number[] =>
  charges.map(({ amountMinor }) => amountMinor);
