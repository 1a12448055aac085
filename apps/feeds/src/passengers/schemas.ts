/** What the answers for passengers are made of: the schemas that /openapi.json shows, and the types the code keeps to. */
import { ARRIVAL_STATES, LANGUAGES } from '@rukh/domain/passenger';
import { z } from 'zod';

const epochSeconds = z.int().min(0);

export const stopSchema = z.object({
  stopId: z.string(),
  code: z.string().describe('As the sign of the stop shows it'),
  name: z.string(),
  lat: z.number(),
  lon: z.number(),
});

export const routeLabelSchema = z.object({
  routeId: z.string(),
  name: z.string(),
  longName: z.string(),
  mode: z.string().describe('tram, bus, trolleybus, ...'),
  color: z.string().optional().describe('#rrggbb'),
});

export const listedStopSchema = stopSchema.extend({
  routes: z.array(z.string()).describe('Names of the routes that call there'),
  ways: z
    .array(z.string())
    .describe(
      'Where one goes from there: headsigns of most trips, three at most; none where all trips end there',
    ),
  metres: z.int().optional().describe('From where you are, as the crow flies'),
});

const vehicleSchema = z.object({
  vehicleId: z.string(),
  label: z.string().optional(),
  lat: z.number().optional(),
  lon: z.number().optional(),
  ageSeconds: z.int().optional().describe('Since it was heard of'),
});

export const arrivalSchema = z.object({
  state: z.enum(ARRIVAL_STATES),
  routeId: z.string(),
  routeName: z.string(),
  mode: z.string(),
  directionId: z.int().optional(),
  headsign: z.string(),
  tripId: z.string(),
  serviceDate: z.string().optional(),
  stopId: z.string(),
  platform: z.string().optional(),
  stopSequence: z.int().optional(),
  at: epochSeconds.describe('When to expect it: predicted where live, else scheduled'),
  time: z.string().describe('The same on the clocks of the city, HH:MM'),
  minutes: z
    .int()
    .describe(
      'The same in whole minutes from asOf, 0 where past; nothing to count down where state is not live, or isSilent',
    ),
  scheduledAt: epochSeconds.optional(),
  departureAt: epochSeconds.optional(),
  scheduledDepartureAt: epochSeconds.optional(),
  delaySeconds: z.int().optional(),
  uncertaintySeconds: z.int().optional(),
  isAdded: z.boolean().describe('Not of the timetable'),
  isLast: z.boolean().describe('Ends here'),
  endsAt: z
    .string()
    .optional()
    .describe('Where it ends this time, before its headsign: what comes after is skipped'),
  isNoPickup: z.literal(true).optional().describe('Nobody gets on here, by the timetable'),
  stopsAway: z.int().optional(),
  vehicle: vehicleSchema.optional(),
  isVehicleElsewhere: z
    .literal(true)
    .optional()
    .describe('Predicted, but the vehicle has another trip to finish first, or to set out'),
  isSilent: z
    .literal(true)
    .optional()
    .describe('Predicted, but the vehicle has not been heard of for two minutes or more'),
  isLowFloor: z.boolean().optional(),
  occupancyStatus: z.int().optional().describe('GTFS-realtime OccupancyStatus'),
  text: z.string().describe('All of it in one sentence'),
});

export const alertSchema = z.object({
  alertId: z.string(),
  header: z.string(),
  description: z.string(),
  language: z.string().optional(),
  url: z.string().optional(),
  cause: z.int().optional(),
  effect: z.int().optional(),
  severityLevel: z.int().optional(),
  periods: z.array(z.object({ start: epochSeconds.optional(), end: epochSeconds.optional() })),
  routeIds: z.array(z.string()),
  stopIds: z.array(z.string()),
});

export const approachingSchema = z.object({
  routeId: z.string(),
  routeName: z.string(),
  mode: z.string(),
  headsign: z.string().describe('Where its line ends'),
  stopsAway: z.int().describe('Stops from the vehicle to this one, this one too'),
  vehicleId: z.string(),
  label: z.string().optional(),
  text: z.string().describe('All of it in one sentence'),
});

export const boardSchema = z.object({
  stop: stopSchema,
  asOf: epochSeconds,
  isLive: z.boolean().describe('False while nothing is heard of the vehicles: then all is by the timetable'),
  feedAgeSeconds: z.int().optional(),
  notice: z.string().optional().describe('What to tell riders while it is not live'),
  arrivals: z.array(arrivalSchema),
  approaching: z
    .array(approachingSchema)
    .describe(
      'Vehicles that come here on a trip that cannot be told: seen, but without a time; none of the arrivals',
    ),
  next: arrivalSchema
    .optional()
    .describe('Where nothing is due in the time asked for: the first departure after it, within eight days'),
  lines: z.array(routeLabelSchema).describe('All routes that call here, whether they are due or not'),
  alerts: z.array(alertSchema),
});

export const stopsSchema = z.object({ stops: z.array(listedStopSchema) });
export const routesSchema = z.object({ routes: z.array(routeLabelSchema) });
export const alertsSchema = z.object({ asOf: epochSeconds, alerts: z.array(alertSchema) });

const lineVehicleSchema = z.object({
  vehicleId: z.string(),
  label: z.string().optional(),
  routeId: z.string().optional(),
  routeName: z.string().optional(),
  mode: z.string().optional(),
  directionId: z.int().optional(),
  headsign: z.string().optional(),
  tripId: z.string().optional(),
  lat: z.number(),
  lon: z.number(),
  bearing: z.number().optional(),
  speedMetresPerSecond: z.number().optional(),
  stopId: z.string().optional().describe('Where it is, or is going to'),
  stopName: z.string().optional(),
  isAtStop: z.boolean(),
  isLowFloor: z.boolean().optional(),
  occupancyStatus: z.int().optional(),
  at: epochSeconds.optional(),
});
export const vehiclesSchema = z.object({ asOf: epochSeconds, vehicles: z.array(lineVehicleSchema) });
export const vehicleAnswerSchema = lineVehicleSchema.extend({ asOf: epochSeconds });

export const routeSchema = routeLabelSchema.extend({
  agency: z.string(),
  directions: z.array(
    z.object({
      directionId: z.int(),
      headsign: z.string(),
      stops: z.array(stopSchema),
    }),
  ),
  alerts: z.array(alertSchema),
});

/** `?lang=`; else what Accept-Language asks for. */
export const languageParameter = z.enum(LANGUAGES).optional();
