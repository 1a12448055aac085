/**
 * How long to wait before another attempt: anything up to a bound that doubles with each failure. When a broker
 * comes back, a thousand clients that all waited "one second" would knock at once; spread over the whole
 * interval they do not.
 */
export function fullJitterMs(failures: number, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** Math.min(failures, 20)));
}

const MIN_DELAY_MS = 200;
const MAX_DELAY_MS = 30_000;
