export { keepAhead } from './keep-ahead.js';
export { pickPerTrip } from './pick-per-trip.js';
export { PREDICTION_PARAMETERS, type PredictionParameters } from './prediction-parameters.js';
export { Predictor } from './predictor.js';
export type { SectionTimes } from './section-times.js';
export {
  type TrackedItem,
  TrackedFleet,
  type TrackedVehicleCheckpoint,
  type TripBoardings,
} from './tracked-fleet.js';
export type * from './trip-prediction.js';
