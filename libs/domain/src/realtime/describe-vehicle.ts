import type { VehicleReport } from '../vehicle/index.js';
import type { VehicleDescriptor } from './feed-message.js';
import type { FeedOptions } from './feed-options.js';

/**
 * The vehicle as position and trip update both name it, so that the two pair (rule E047): an id that riders do
 * not see and that never changes, the label they do see, and the plate only where the city publishes plates.
 */
export function describeVehicle(vehicle: VehicleReport, options: FeedOptions): VehicleDescriptor {
  const { vehicleId, label, licensePlate, wheelchairAccessible } = vehicle;
  return {
    id: vehicleId,
    ...(label ? { label } : {}),
    ...(options.publishLicensePlates && licensePlate ? { licensePlate } : {}),
    ...(wheelchairAccessible ? { wheelchairAccessible } : {}),
  };
}
