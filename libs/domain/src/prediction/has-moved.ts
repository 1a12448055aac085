import type { TripPrediction } from './trip-prediction.js';

/**
 * Whether predictions say something new: another trip or stop, or a time that moved by more than a rider would
 * forgive. Small changes are kept back, so that boards do not wobble and readers are not sent the same twice.
 */
const NEAR_SECONDS = 4;
const SHARE_OF_HORIZON = 0.01;

export function hasMoved(before: readonly TripPrediction[], after: readonly TripPrediction[]): boolean {
  if (before.length !== after.length) return true;
  return after.some((prediction, i) => tripMoved(before[i]!, prediction));
}

function tripMoved(before: TripPrediction, after: TripPrediction): boolean {
  const { instance } = after;
  const same =
    before.instance.trip === instance.trip &&
    before.instance.serviceDate === instance.serviceDate &&
    before.instance.startSeconds === instance.startSeconds;
  if (!same || before.stops.length !== after.stops.length) return true;
  return after.stops.some((stop, i) => {
    const old = before.stops[i]!;
    if (old.stopIndex !== stop.stopIndex || old.observed !== stop.observed) return true;
    const allowed =
      NEAR_SECONDS + SHARE_OF_HORIZON * Math.max(0, stop.arrivalSeconds - after.measuredAtSeconds);
    return (
      Math.abs(old.arrivalSeconds - stop.arrivalSeconds) > allowed ||
      Math.abs(old.departureSeconds - stop.departureSeconds) > allowed
    );
  });
}
