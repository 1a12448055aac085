import type { FareTap } from '../fare-tap.js';
import type { Tariff } from '../tariff/tariff.js';

/** The tariff's medium for a tap: as the tap says, else by what kind of thing was held to the device; '' where unknown. */
export function findMedium(tariff: Tariff, tap: FareTap): string {
  if (tap.fareMediaId !== undefined && tariff.media.has(tap.fareMediaId)) return tap.fareMediaId;
  return tariff.mediaByType.get(tap.mediaType) ?? '';
}
