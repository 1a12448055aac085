export * from './count-headways.js';
export { type PresenceBy, PresenceCount, presenceColumns } from './count-presence.js';
export { type PunctualityBy, PunctualityCount, punctualityColumns } from './count-punctuality.js';
export { type TripsBy, TripsCount, tripsColumns } from './count-trips.js';
export { type TakenOrder, orderOfTrip } from './order-of-trip.js';
export * from './report.js';
export * from './trip-record.js';
export { Grouped, directionText } from './grouped.js';
export { roundTo } from './round.js';
