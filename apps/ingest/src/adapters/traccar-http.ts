import { z } from 'zod';
import type { IngestAdapter } from './ingest-adapter.js';
import { describeIssues, readJson } from './read-json.js';

/**
 * Positions forwarded by Traccar (`forward.type` = `json`), the open-source server that speaks the protocols of
 * some two thousand tracker models, Teltonika's among them: so those need nothing from us but this. The vehicle
 * is the device's unique id, mostly its IMEI. Speeds are knots.
 */
export const traccarHttp: IngestAdapter = {
  name: 'traccar',
  decode({ payload }) {
    const parsed = traccarForward.safeParse(readJson(payload));
    if (!parsed.success) return { items: [{ problem: describeIssues(parsed.error) }] };
    const { position, device } = parsed.data;
    if (position.valid === false) return { items: [{ problem: 'no position fix' }] };
    const { speed, course, attributes } = position;
    const report = {
      vehicleId: device.uniqueId,
      timestampSeconds: Date.parse(position.fixTime) / 1000,
      lat: position.latitude,
      lon: position.longitude,
      ...(course != null && { bearing: course }),
      ...(speed != null && { speedMetresPerSecond: speed * METRES_PER_SECOND_OF_A_KNOT }),
      ...(attributes?.odometer !== undefined && { odometerMetres: attributes.odometer }),
      ...(device.name && { label: device.name }),
      ...(attributes?.driverUniqueId && { driverId: attributes.driverUniqueId }),
    };
    return { items: [{ report }] };
  },
};

const METRES_PER_SECOND_OF_A_KNOT = 1852 / 3600;

export const traccarForward = z.object({
  position: z.object({
    fixTime: z.iso.datetime({ offset: true }).describe('When the position was measured'),
    valid: z.boolean().optional().describe('Whether the receiver had a fix'),
    latitude: z.number().describe('Degrees north, WGS 84'),
    longitude: z.number().describe('Degrees east, WGS 84'),
    speed: z.number().nullish().describe('Knots'),
    course: z.number().nullish().describe('Degrees clockwise from north'),
    attributes: z
      .object({
        odometer: z.number().optional().describe('Metres'),
        driverUniqueId: z.string().optional().describe('Who drives; for dispatchers only'),
      })
      .optional(),
  }),
  device: z.object({
    uniqueId: z.string().min(1).max(64).describe('Identifier of the device, becomes the vehicle id'),
    name: z.string().optional().describe('Name of the device, becomes the label'),
  }),
});
