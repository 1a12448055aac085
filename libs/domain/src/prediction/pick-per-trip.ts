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
  const best = new Map<string, ClaimedPrediction>();
  for (const claim of claims) {
    const key = instanceKey(claim.prediction);
    const rival = best.get(key);
    if (!rival || beats(claim, rival)) best.set(key, claim);
  }
  return claims
    .filter((claim) => best.get(instanceKey(claim.prediction)) === claim)
    .map(({ prediction }) => prediction);
}

function beats(a: ClaimedPrediction, b: ClaimedPrediction): boolean {
  if (a.prediction.ahead !== b.prediction.ahead) return a.prediction.ahead < b.prediction.ahead;
  return a.confidence > b.confidence;
}

function instanceKey({ instance }: TripPrediction): string {
  return `${instance.trip} ${instance.serviceDate} ${instance.startSeconds}`;
}
