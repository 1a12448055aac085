/** Whether a run is within a city-wide mode, by its line and by its time: for the feed, the watch and reports alike. */
import type { OrderPeriod, ServiceOrderActionOf } from '../service-order.js';
import { type ScopedRoute, isInCityScope } from './is-in-city-scope.js';
import type { RunWindow } from './run-windows.js';

/** When a run is under way, epoch seconds. */
export type RunTimes = Pick<RunWindow, 'startSeconds' | 'endSeconds'>;

export function isInCityMode(
  action: ServiceOrderActionOf<'city_mode'>,
  route: ScopedRoute,
  times: RunTimes,
): boolean {
  return isInPeriod(action.period, times) && isInCityScope(action, route);
}

/** A run that ends as the period begins has run, and one that starts as it ends is to run. */
export function isInPeriod(
  { start = -Infinity, end = Infinity }: OrderPeriod,
  { startSeconds, endSeconds }: RunTimes,
): boolean {
  return start < endSeconds && end > startSeconds;
}
