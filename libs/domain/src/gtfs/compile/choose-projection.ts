import { type Projection, createProjection } from '../../geo/index.js';
import type { StopsDraft } from './draft.js';

/**
 * The plane of the schedule has its origin at the median stop: a mean would be pulled off the city by the one
 * stop that somebody left at 0, 0.
 */
export function chooseProjection(stops: StopsDraft): Projection {
  return createProjection(median(stops.lat), median(stops.lon));
}

function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
