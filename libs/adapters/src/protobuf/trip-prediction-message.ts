import type { StopPrediction, TripPrediction } from '@rukh/domain/prediction';
import type { TripInstance } from '@rukh/domain/gtfs';
import type { rukh } from '../../generated/rukh.js';

/**
 * A TripPrediction in columns of small differences: a trip of thirty stops takes some 120 bytes. Times are whole
 * seconds on the wire; rounding keeps their order because differences are rounded as running totals.
 */
type Message = rukh.v1.TripPrediction.$Properties;

export function toTripPredictionMessage(
  prediction: TripPrediction,
  instance: rukh.v1.TripInstance.$Properties,
): Message {
  const { stops } = prediction;
  const base = Math.round(stops[0]?.arrivalSeconds ?? 0);
  const travel: number[] = [];
  const dwell: number[] = [];
  let before = base;
  for (const { arrivalSeconds, departureSeconds } of stops) {
    const arrival = Math.round(arrivalSeconds);
    const departure = Math.max(arrival, Math.round(departureSeconds));
    travel.push(arrival - before);
    dwell.push(departure - arrival);
    before = departure;
  }
  return {
    instance,
    measuredAtSeconds: Math.round(prediction.measuredAtSeconds),
    ahead: prediction.ahead,
    deviationSeconds: Math.round(prediction.deviationSeconds),
    baseSeconds: base,
    firstStopIndex: stops[0]?.stopIndex ?? 0,
    travelSeconds: travel,
    dwellSeconds: dwell,
    uncertaintySeconds: stops.map(({ uncertaintySeconds }) => Math.round(uncertaintySeconds)),
    observedCount: stops.filter(({ observed }) => observed).length,
  };
}

export function fromTripPredictionMessage(
  message: Message,
  instance: TripInstance,
  vehicleId: string,
): TripPrediction {
  const stops: StopPrediction[] = [];
  let before = message.baseSeconds ?? 0;
  (message.travelSeconds ?? []).forEach((travel, i) => {
    const arrivalSeconds = before + travel;
    const departureSeconds = arrivalSeconds + (message.dwellSeconds?.[i] ?? 0);
    stops.push({
      stopIndex: (message.firstStopIndex ?? 0) + i,
      arrivalSeconds,
      departureSeconds,
      uncertaintySeconds: message.uncertaintySeconds?.[i] ?? 0,
      observed: i < (message.observedCount ?? 0),
    });
    before = departureSeconds;
  });
  return {
    instance,
    vehicleId,
    measuredAtSeconds: message.measuredAtSeconds ?? 0,
    ahead: message.ahead ?? 0,
    deviationSeconds: message.deviationSeconds ?? 0,
    stops,
  };
}
