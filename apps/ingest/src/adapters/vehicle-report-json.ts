import type { VehicleReport } from '@rukh/domain/vehicle';
import { z } from 'zod';

/**
 * Rukh's own JSON form of a report: the fields of proto/rukh.proto, and a timestamp as people write it. From
 * this schema come the check, the AsyncAPI document and the tables of docs/trackers.md. Unknown members are
 * ignored, so that trackers may say more than we know.
 */
export const vehicleReportJson = z.object({
  vehicleId: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('Stable id of the vehicle. On MQTT the topic has it: may be left out, must not differ'),
  timestamp: z
    .union([z.number().positive(), z.iso.datetime({ offset: true })])
    .describe(
      "When the position was measured, by the vehicle's clock: ISO 8601 with offset, or Unix seconds, or milliseconds",
    ),
  latitude: z.number().min(-90).max(90).describe('Degrees north, WGS 84'),
  longitude: z.number().min(-180).max(180).describe('Degrees east, WGS 84'),
  bearing: z.number().optional().describe('Degrees clockwise from north'),
  speedMetresPerSecond: z.number().optional().describe('Metres a second'),
  odometerMetres: z.number().optional().describe('Metres driven, by the odometer'),
  tripId: z.string().optional().describe('GTFS trip_id, where the vehicle knows its duty'),
  startDate: z.string().optional().describe('Service day of the trip, YYYYMMDD'),
  startTime: z
    .string()
    .optional()
    .describe('Start of the trip, HH:MM:SS of the service day (past 24:00 after midnight)'),
  routeId: z.string().optional().describe('GTFS route_id'),
  directionId: z.number().int().optional().describe('GTFS direction_id, 0 or 1'),
  stopSequence: z.number().int().optional().describe('GTFS stop_sequence of the stop at or ahead'),
  stopId: z.string().optional().describe('GTFS stop_id of the stop at or ahead'),
  stopStatus: z
    .enum(['INCOMING_AT', 'STOPPED_AT', 'IN_TRANSIT_TO'])
    .optional()
    .describe('GTFS-realtime VehicleStopStatus'),
  occupancyStatus: z.number().int().optional().describe('GTFS-realtime OccupancyStatus by number'),
  label: z.string().optional().describe('What riders see on the vehicle'),
  licensePlate: z.string().optional().describe('License plate'),
  wheelchairAccessible: z.number().int().optional().describe('GTFS-realtime WheelchairAccessible by number'),
  chargePercent: z
    .number()
    .optional()
    .describe('What is left in the battery or the tank, percent of full; for dispatchers only'),
  driverId: z
    .string()
    .optional()
    .describe("Who drives, by the company's own number; for dispatchers only, neither published nor kept"),
});
export type VehicleReportJson = z.output<typeof vehicleReportJson>;

/** Beyond the year 5138 in seconds, in 1973 in milliseconds: no number is both. */
const FIRST_MILLISECONDS = 1e11;

/** The report; `vehicleId` is the topic's, where there is one. */
export function toVehicleReport(json: VehicleReportJson, vehicleId = ''): VehicleReport {
  const { timestamp, latitude, longitude, ...same } = json;
  const defined = Object.entries(same).filter(([, value]) => value !== undefined);
  return {
    vehicleId,
    ...(Object.fromEntries(defined) as Partial<VehicleReport>),
    timestampSeconds: toSeconds(timestamp),
    lat: latitude,
    lon: longitude,
  };
}

function toSeconds(timestamp: number | string): number {
  if (typeof timestamp === 'string') return Date.parse(timestamp) / 1000;
  return timestamp >= FIRST_MILLISECONDS ? timestamp / 1000 : timestamp;
}
