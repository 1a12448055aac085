import type { StopPrediction, TripPrediction } from './trip-prediction.js';

/**
 * A prediction as it has to read some time after it was made. A vehicle that was expected at a stop by now and was
 * not seen there has not passed it as far as anyone knows: it is expected next, and everything behind it moves
 * with it as far as it must. Predictions never lie in the past.
 */
export function keepAhead(prediction: TripPrediction, now: number): TripPrediction {
  const first = prediction.stops.find(({ observed }) => !observed);
  if (!first || first.departureSeconds > now) return prediction;
  let earliest = now + 1;
  const stops: StopPrediction[] = prediction.stops.map((stop) => {
    if (stop.observed) return stop;
    // A vehicle standing at the stop has arrived, and only its departure is still ahead.
    const arrived = stop === first && stop.arrivalSeconds <= prediction.measuredAtSeconds;
    const arrivalSeconds = arrived ? stop.arrivalSeconds : Math.max(stop.arrivalSeconds, earliest);
    const departureSeconds = Math.max(stop.departureSeconds, arrivalSeconds, earliest);
    earliest = departureSeconds + 1;
    return { ...stop, arrivalSeconds, departureSeconds };
  });
  return { ...prediction, stops };
}
