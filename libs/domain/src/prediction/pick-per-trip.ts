import type { TripIndex } from '../gtfs/index.js';
import type { TripPrediction } from './trip-prediction.js';

/**
 * One prediction a trip, as a feed has it: where tracking has put two vehicles on one trip, or one on it and one
 * that comes to it later, riders are told of one of them. The vehicle that is on the trip goes before one that
 * has others to run first; of two alike, the one that is surer of its trip.
 */
export interface ClaimedPrediction {
  readonly prediction: TripPrediction;
  /** Of the vehicle's assignment, 0 to 1. */
  readonly confidence: number;
}

/** In the order given, without those that another has a better claim to. */
export function pickPerTrip(claims: readonly ClaimedPrediction[]): TripPrediction[] {
  // By trip, and of each the instances there are: one, but for trips of frequencies.txt and of yesterday.
  const best = new Map<TripIndex, ClaimedPrediction[]>();
  for (const claim of claims) {
    const { trip } = claim.prediction.instance;
    const instances = best.get(trip);
    if (!instances) {
      best.set(trip, [claim]);
      continue;
    }
    const rival = instances.findIndex((other) => isSameTrip(claim.prediction, other.prediction));
    if (rival < 0) instances.push(claim);
    else if (beats(claim, instances[rival]!)) instances[rival] = claim;
  }
  return claims
    .filter((claim) => best.get(claim.prediction.instance.trip)!.includes(claim))
    .map(({ prediction }) => prediction);
}

function beats(a: ClaimedPrediction, b: ClaimedPrediction): boolean {
  if (a.prediction.ahead !== b.prediction.ahead) return a.prediction.ahead < b.prediction.ahead;
  return a.confidence > b.confidence;
}

/** Of predictions for one trip, whether they are for the same instance. */
function isSameTrip({ instance: a }: TripPrediction, { instance: b }: TripPrediction): boolean {
  return a.startSeconds === b.startSeconds && a.serviceDate === b.serviceDate;
}
