import type { VehicleReport } from '@rukh/domain/vehicle';
import { z } from 'zod';
import { type MqttAdapter, MessageRefusedError } from './ingest-adapter.js';
import { describeIssues, readJson } from './read-json.js';

/**
 * The vehicle position event (VP) of HSL's High-frequency positioning, as Helsinki's vehicles and some other
 * cities' publish it (digitransit.fi, "High-frequency positioning", version 2). Vehicle numbers are unique only
 * within an operator, so the id is both, from the topic: the payload's `oper` is the line's operator, who may
 * have subcontracted the bus. What the vehicle says of its journey becomes hints.
 */
export const hfpMqtt: MqttAdapter = {
  name: 'hfp',
  topicFilter: () => '/hfp/v2/journey/ongoing/vp/#',
  decode({ topic, payload }) {
    const [, , , , , , , operator, vehicle] = (topic ?? '').split('/');
    if (!operator || !vehicle) {
      throw new MessageRefusedError('unknown_topic', 'The topic names no operator and vehicle.');
    }
    const parsed = hfpVehiclePosition.safeParse(readJson(payload));
    if (!parsed.success) return { items: [{ problem: describeIssues(parsed.error) }] };
    const { VP } = parsed.data;
    if (VP.veh !== undefined && VP.veh !== Number(vehicle)) {
      throw new MessageRefusedError('vehicle_mismatch', 'The payload is of another vehicle than its topic.');
    }
    if (VP.lat == null || VP.long == null) return { items: [{ problem: 'no position fix' }] };
    const fix = { lat: VP.lat, lon: VP.long, timestampSeconds: Date.parse(VP.tst) / 1000 };
    return {
      items: [{ report: { ...fix, vehicleId: `${trim(operator)}/${trim(vehicle)}`, ...readHints(VP) } }],
    };
  },
};

const absent = <T extends z.ZodType>(type: T): z.ZodOptional<z.ZodNullable<T>> => type.nullable().optional();

export const hfpVehiclePosition = z.object({
  VP: z.object({
    tst: z.iso.datetime({ offset: true }).describe('Time of the event, UTC'),
    veh: z.number().optional().describe('Vehicle number, unique within the operator of the topic'),
    lat: absent(z.number()).describe('Degrees north, WGS 84'),
    long: absent(z.number()).describe('Degrees east, WGS 84'),
    hdg: absent(z.number()).describe('Degrees clockwise from north'),
    spd: absent(z.number()).describe('Metres a second'),
    odo: absent(z.number()).describe('Metres driven since the start of the trip'),
    drst: absent(z.number()).describe('1 while a door is open'),
    route: absent(z.string()).describe('GTFS route_id'),
    dir: absent(z.string()).describe('1 or 2'),
    oday: absent(z.string()).describe('Operating day, YYYY-MM-DD'),
    start: absent(z.string()).describe('Scheduled start of the trip, HH:MM of the clock'),
    stop: absent(z.union([z.number(), z.string()])).describe('GTFS stop_id of the stop at'),
    occu: absent(z.number()).describe('Passengers, percent of the capacity'),
  }),
});
type Hfp = z.output<typeof hfpVehiclePosition>['VP'];

/** An operating day of HSL ends at about 04:30: earlier starts are of the day before, past 24:00. */
const DAY_ENDS_AT_MINUTES = 270;
/** Percent from which on an OccupancyStatus holds, 0 = EMPTY to 5 = FULL, as HSL itself publishes it. */
const OCCUPANCY_PERCENT = [0, 5, 20, 50, 70, 90];

function readHints(vp: Hfp): Partial<VehicleReport> {
  const { hdg, spd, route, dir, oday, stop, occu } = vp;
  const startTime = findStartTime(vp.start);
  return {
    ...(hdg != null && { bearing: hdg }),
    ...(spd != null && { speedMetresPerSecond: spd }),
    ...(route && { routeId: route }),
    ...((dir === '1' || dir === '2') && { directionId: Number(dir) - 1 }),
    ...(oday && { startDate: oday.replaceAll('-', '') }),
    ...(startTime !== undefined && { startTime }),
    ...(stop != null && { stopId: String(stop) }),
    ...(stop != null && vp.drst === 1 && { stopStatus: 'STOPPED_AT' as const }),
    ...(occu != null && { occupancyStatus: OCCUPANCY_PERCENT.findLastIndex((from) => occu >= from) }),
  };
}

function findStartTime(start: string | null | undefined): string | undefined {
  const parts = /^(\d{2}):(\d{2})$/.exec(start ?? '');
  if (!parts) return undefined;
  const minutes = Number(parts[1]) * 60 + Number(parts[2]);
  const hours = Number(parts[1]) + (minutes < DAY_ENDS_AT_MINUTES ? 24 : 0);
  return `${String(hours).padStart(2, '0')}:${parts[2]!}:00`;
}

function trim(number: string): string {
  return number.replace(/^0+(?=.)/, '');
}
