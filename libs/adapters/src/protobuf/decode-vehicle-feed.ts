import type { StopStatus, VehicleReport } from '@rukh/domain/vehicle';
import type { FeedEntity, VehiclePositionEntity } from '@rukh/domain/realtime';
import { transitRealtime } from './codecs.js';
import { FEED_LIMITS, type FeedLimits, FeedRefusedError, decodeWire } from './decode-feed.js';

/**
 * Another agency's VehiclePositions as reports. Unlike `decodeFeedMessage`, one broken entity does not cost the
 * whole poll: it is passed on for judging to refuse by name. entity.id is ignored (in Lviv it is a record
 * number that changes each poll); vehicles without an id of their own cannot be followed and are left out.
 */
export interface VehicleFeed {
  /** Header timestamp, epoch seconds. */
  readonly timestampSeconds?: number;
  readonly reports: readonly VehicleReport[];
  /** Vehicle entities without vehicle.id, timestamp or position. */
  readonly incomplete: number;
}

export interface VehicleFeedOptions {
  readonly limits?: FeedLimits;
  /** Lviv publishes km/h where the specification wants m/s. */
  readonly speedInKilometresPerHour?: boolean;
}

const STOP_STATUSES: readonly StopStatus[] = ['INCOMING_AT', 'STOPPED_AT', 'IN_TRANSIT_TO'];

/** The reports in a VehiclePositions feed. Throws a FeedRefusedError. */
export function decodeVehicleFeed(bytes: Uint8Array, options: VehicleFeedOptions = {}): VehicleFeed {
  const { maxBytes, maxEntities } = options.limits ?? FEED_LIMITS;
  if (bytes.length === 0) throw new FeedRefusedError('empty', 'The feed is empty: 0 bytes.');
  if (bytes.length > maxBytes) {
    throw new FeedRefusedError(
      'too_large',
      `The feed has ${bytes.length} bytes; at most ${maxBytes} are read.`,
    );
  }
  const message = decodeWire(bytes);
  if (message.entity.length > maxEntities) {
    throw new FeedRefusedError(
      'too_many_entities',
      `The feed has ${message.entity.length} entities; at most ${maxEntities} are read.`,
    );
  }
  const reports: VehicleReport[] = [];
  let incomplete = 0;
  for (const entity of message.entity) {
    if (entity.vehicle == null || entity.isDeleted) continue;
    // A copy without the codec's defaults: what was not on the wire is absent.
    const { vehicle } = transitRealtime.FeedEntity.toObject(entity as never) as unknown as FeedEntity;
    const report = toReport(vehicle!, options.speedInKilometresPerHour === true);
    if (report) reports.push(report);
    else incomplete++;
  }
  const timestampSeconds = Number(message.header.timestamp);
  return { reports, incomplete, ...(timestampSeconds > 0 && { timestampSeconds }) };
}

function toReport(entity: VehiclePositionEntity, isKmh: boolean): VehicleReport | undefined {
  const { position, vehicle, timestamp, currentStatus } = entity;
  if (!position || !vehicle?.id || !timestamp) return undefined;
  const stopStatus = currentStatus === undefined ? undefined : STOP_STATUSES[currentStatus];
  return {
    vehicleId: vehicle.id,
    timestampSeconds: timestamp,
    lat: position.latitude,
    lon: position.longitude,
    ...pick('bearing', position.bearing),
    ...pick(
      'speedMetresPerSecond',
      isKmh && position.speed !== undefined ? position.speed / 3.6 : position.speed,
    ),
    ...pick('odometerMetres', position.odometer),
    ...hintsOf(entity),
    ...pick('stopStatus', stopStatus),
    ...pick('occupancyStatus', entity.occupancyStatus),
    ...pick('label', vehicle.label),
    ...pick('licensePlate', vehicle.licensePlate),
    ...pick('wheelchairAccessible', vehicle.wheelchairAccessible),
  };
}

function hintsOf({ trip, currentStopSequence, stopId }: VehiclePositionEntity): Partial<VehicleReport> {
  return {
    ...pick('tripId', trip?.tripId),
    ...pick('startDate', trip?.startDate),
    ...pick('startTime', trip?.startTime),
    ...pick('routeId', trip?.routeId),
    ...pick('directionId', trip?.directionId),
    ...pick('stopSequence', currentStopSequence),
    ...pick('stopId', stopId),
  };
}

function pick<K extends keyof VehicleReport>(
  field: K,
  value: VehicleReport[K] | undefined,
): Partial<Pick<VehicleReport, K>> {
  return value === undefined ? {} : ({ [field]: value } as Pick<VehicleReport, K>);
}
