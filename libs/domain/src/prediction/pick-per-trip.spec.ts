import { getServiceDate } from '../time/index.js';
import { pickPerTrip } from './pick-per-trip.js';
import type { TripPrediction } from './trip-prediction.js';

function predictionOf(vehicleId: string, trip: number, ahead = 0): TripPrediction {
  return {
    instance: { trip, serviceDate: getServiceDate('20260216'), startSeconds: 28_800 },
    vehicleId,
    measuredAtSeconds: 0,
    ahead,
    deviationSeconds: 0,
    stops: [],
  };
}

describe('of two vehicles on one trip', () => {
  it('the surer one is told of', () => {
    const picked = pickPerTrip([
      { prediction: predictionOf('a', 1), confidence: 0.4 },
      { prediction: predictionOf('b', 1), confidence: 0.6 },
      { prediction: predictionOf('c', 2), confidence: 0.1 },
    ]);
    expect(picked.map(({ vehicleId }) => vehicleId)).toEqual(['b', 'c']);
  });

  it('the one that is on it goes before one that comes to it later', () => {
    const picked = pickPerTrip([
      { prediction: predictionOf('a', 1, 1), confidence: 1 },
      { prediction: predictionOf('b', 1), confidence: 0.5 },
    ]);
    expect(picked.map(({ vehicleId }) => vehicleId)).toEqual(['b']);
  });

  it('the first stays where nothing tells them apart', () => {
    const picked = pickPerTrip([
      { prediction: predictionOf('a', 1), confidence: 0.5 },
      { prediction: predictionOf('b', 1), confidence: 0.5 },
    ]);
    expect(picked.map(({ vehicleId }) => vehicleId)).toEqual(['a']);
  });
});
