import type { Tariff, TariffHistory } from './tariff.js';

/** The tariff in force at an instant: a ride is priced by that of its first tap, whenever the tap arrived. */
export function findTariff({ versions }: TariffHistory, atMs: number): Tariff | undefined {
  let low = 0;
  let high = versions.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const version = versions[middle]!;
    if (atMs < version.fromMs) high = middle - 1;
    else if (atMs >= version.untilMs) low = middle + 1;
    else return version;
  }
  return undefined;
}
