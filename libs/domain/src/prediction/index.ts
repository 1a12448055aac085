export { hasMoved } from './has-moved.js';
export { keepAhead } from './keep-ahead.js';
export { pickPerTrip } from './pick-per-trip.js';
export { Predictor } from './predictor.js';
export { SectionTimes } from './section-times.js';
export { type TrackedItem, TrackedFleet, type TrackedVehicleCheckpoint } from './tracked-fleet.js';
export type * from './trip-prediction.js';
