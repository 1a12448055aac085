export { type VehicleCheckpoint, createCheckpoint, readCheckpoint } from './checkpoint.js';
export { Fleet } from './fleet.js';
export { instanceOf } from './describe-assignment.js';
export type { Run, RunTrip } from './service-day-runs.js';
export { Timetable } from './timetable.js';
export { TRACKING_PARAMETERS, type TrackingParameters } from './tracking-parameters.js';
export type { VehicleState } from './vehicle-state.js';
export * from './vehicle-update.js';
