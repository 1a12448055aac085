export type * from './access-view.js';
export * from './alert-view.js';
export { checkAlert, warnOfAlert } from './alerts/check-alert.js';
export * from './diagram-view.js';
export * from './driver-message.js';
export * from './events-view.js';
export * from './exception.js';
export { EXCEPTION_NAMES, findShortfall, nameException } from './exception-names.js';
export * from './feed-health-view.js';
export { BROWSER, UNNAMED, nameReader } from './name-reader.js';
export { ReaderLog } from './reader-log.js';
export * from './journal-view.js';
export * from './judge-account.js';
export type * from './layers-view.js';
export type * from './line-group.js';
export * from './line-view.js';
export * from './live-view.js';
export * from './order-view.js';
export * from './past/index.js';
export type * from './basemap.js';
export * from './reports/index.js';
export * from './orders/index.js';
export * from './roles.js';
export * from './search-view.js';
export * from './trips-view.js';
export type * from './validators-view.js';
export * from './vehicle-messages.js';
export * from './vehicle-view.js';
export { LineScales } from './line-scale.js';
export type { LineSetting } from './line-rules.js';
export { type FindCarrier, type RowChanges, ServiceWatch } from './service-watch.js';
export { viewNetwork } from './view-network.js';
export {
  type BookedException,
  ExceptionBook,
  type Person,
  type Refusal,
  compareUrgency,
} from './exception-book.js';
export { PATIENCE, findExceptions } from './exception-rules.js';
export { findDayUnderWay } from './find-day-under-way.js';
export { listCityModes } from './list-city-modes.js';
export { headwayVariation, meanWait } from './measure-regularity.js';
export { viewCarriers } from './view-feed-health.js';
export { viewDiagram } from './view-diagram.js';
export { type Sees, type Sight, viewLine } from './view-line.js';
export { viewSpeeds } from './view-speeds.js';
export { searchService } from './search-service.js';
export { suggestHoldMinutes } from './suggest-hold.js';
export { tellNextStops } from './tell-next-stops.js';
export { type FindSeen, type SeesCarrier, TripTable, type TripsWish } from './view-trips.js';
export { type VehicleContext, viewVehicle, viewVehicles } from './view-vehicles.js';
