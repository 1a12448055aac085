/** How much time the diagram shows: some around now, which goes on with it, or the whole of a service day. */
import { readTimeField, writeTimeField } from '../../text/city-time.js';

/** From the nearest look to the widest; the usual one is what an address without a span shows. */
export const SPANS = ['near', '', 'far', 'day'] as const;
export type Span = (typeof SPANS)[number];

/** Seconds before and after now. */
const AROUND: Readonly<Record<Exclude<Span, '' | 'day'>, readonly [back: number, ahead: number]>> = {
  near: [1200, 900],
  far: [10_800, 5400],
};
/** A service day begins when the night before is over. */
const DAY_BEGINS = 'T04:00';
const DAY_SECONDS = 86_400;

export function readSpan(text: string | undefined): Span {
  return SPANS.find((span) => span === text) ?? '';
}

/** The next one in or out; the same at either end. */
export function stepSpan(span: Span, step: -1 | 1): Span {
  return SPANS[SPANS.indexOf(span) + step] ?? span;
}

/** As the query of the diagram has it, `&back=1200&ahead=900`: the same for as long as the same is meant. */
export function querySpan(span: Span, now: number, timeZone: string): string {
  if (span === '') return '';
  if (span === 'day') {
    const from = readTimeField(writeTimeField(now - 4 * 3600, timeZone).slice(0, 10) + DAY_BEGINS, timeZone)!;
    return `&from=${from}&to=${from + DAY_SECONDS}`;
  }
  const [back, ahead] = AROUND[span];
  return `&back=${back}&ahead=${ahead}`;
}
