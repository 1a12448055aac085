import type { PlacedFault, Rule } from './rule.js';

/** Rules on what a vehicle is called and how it moves. */
const FASTEST_METRES_PER_SECOND = 26;

export const vehicleRules: readonly Rule[] = [
  {
    id: 'W002',
    severity: 'warning',
    title: 'No vehicle.id',
    meaning: 'By the vehicle.id a consumer follows a vehicle, and pairs positions with trip updates.',
    tripUpdate: ({ update }) => (update.vehicle?.id ? undefined : 'the trip update has no vehicle.id'),
    vehicle: ({ vehicle }) => (vehicle.vehicle?.id ? undefined : 'the vehicle position has no vehicle.id'),
  },
  {
    id: 'E052',
    severity: 'error',
    title: 'vehicle.id used twice',
    meaning: 'Each vehicle is in the feed once.',
    feed: ({ message }) => {
      const seen = new Set<string>();
      const faults: PlacedFault[] = [];
      for (const { id, vehicle } of message.entity) {
        const vehicleId = vehicle?.vehicle?.id;
        if (!vehicleId) continue;
        if (seen.has(vehicleId)) {
          faults.push({
            place: { entityId: id, vehicleId },
            fault: 'another vehicle position has this vehicle.id',
          });
        }
        seen.add(vehicleId);
      }
      return faults;
    },
  },
  {
    id: 'W004',
    severity: 'warning',
    title: 'Unlikely speed',
    meaning: 'Metres a second, from 0 to 26 (94 km/h); kilometres an hour are the usual mistake.',
    vehicle: ({ vehicle: { position } }) => {
      const speed = position?.speed;
      return speed !== undefined && (speed < 0 || speed > FASTEST_METRES_PER_SECOND)
        ? `its speed is ${speed.toFixed(1)} m/s`
        : undefined;
    },
  },
  {
    id: 'E026',
    severity: 'error',
    title: 'No place on Earth',
    meaning: 'Latitude is from -90 to 90 and longitude from -180 to 180.',
    vehicle: ({ vehicle: { position } }) =>
      position && !isOnEarth(position.latitude, position.longitude)
        ? `its position is (${position.latitude}, ${position.longitude})`
        : undefined,
  },
  {
    id: 'E027',
    severity: 'error',
    title: 'Invalid bearing',
    meaning: 'A bearing is from 0 to 360 degrees.',
    vehicle: ({ vehicle: { position } }) => {
      const bearing = position?.bearing;
      return bearing !== undefined && !(bearing >= 0 && bearing <= 360)
        ? `its bearing is ${bearing}`
        : undefined;
    },
  },
  {
    id: 'S051',
    severity: 'warning',
    title: 'Carriage id used twice',
    meaning: 'Within a vehicle each carriage has its own id.',
    vehicle: ({ vehicle: { multiCarriageDetails } }) => {
      if (!multiCarriageDetails) return undefined;
      const ids = multiCarriageDetails.flatMap(({ id }) => (id === undefined ? [] : [id]));
      const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) < index));
      return [...repeated].map((id) => `more than one of its carriages has the id "${id}"`);
    },
  },
  {
    id: 'S052',
    severity: 'error',
    title: 'Carriages not counted from 1 on',
    meaning:
      'carriage_sequence counts from 1 in the direction of travel; consumers discard all carriages otherwise.',
    vehicle: ({ vehicle: { multiCarriageDetails } }) =>
      multiCarriageDetails?.flatMap(({ carriageSequence }, index) =>
        carriageSequence === index + 1
          ? []
          : [`carriage ${index + 1} has carriage_sequence ${carriageSequence ?? 'missing'}`],
      ),
  },
];

export function isOnEarth(latitude: number, longitude: number): boolean {
  return latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180;
}
