import { roundStep } from './lay-out-chart.js';

/** From values to places on a drawing, with round marks. */
export interface Scale {
  readonly least: number;
  readonly most: number;
  readonly ticks: readonly number[];
  readonly placeOf: (value: number) => number;
}

/** @param places where the least and the most stand; zero is always among the values */
export function createScale(
  values: readonly number[],
  [from, to]: readonly [from: number, to: number],
  marks: number,
): Scale {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const step = roundStep((high - low) / marks);
  const least = Math.floor(low / step) * step;
  const most = Math.max(Math.ceil(high / step) * step, least + step);
  const count = Math.round((most - least) / step);
  return {
    least,
    most,
    // Added up, steps of a tenth would not be round.
    ticks: Array.from({ length: count + 1 }, (_, i) => Number((least + i * step).toPrecision(12))),
    placeOf: (value) => from + ((value - least) / (most - least)) * (to - from),
  };
}
