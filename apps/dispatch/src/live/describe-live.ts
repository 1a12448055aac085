/** What the API document says of the answers of the watch. */
import { toApiSchema } from '@rukh/service';
import { z } from 'zod';

const seconds = z.number().describe('Epoch seconds');
export const vehicleRow = z
  .array(z.union([z.string(), z.number(), z.null()]))
  .describe('Values under the columns VEHICLE_COLUMNS of libs/domain/src/dispatch/live-view.ts');

export const lamp = z.object({
  level: z.enum(['good', 'degraded', 'outage']),
  expectedVehicles: z.int(),
  freshVehicles: z.int(),
  lagSeconds: z.number(),
});

const network = z.object({
  feedVersion: z.string(),
  timeZone: z.string(),
  agencies: z.array(z.object({ agencyId: z.string(), name: z.string() })),
  routes: z.array(
    z.looseObject({
      routeId: z.string(),
      shortName: z.string(),
      mode: z.enum(['headway', 'schedule']),
      patterns: z.array(z.looseObject({ patternId: z.string(), line: z.string() })),
    }),
  ),
  stops: z.array(
    z.object({ stopId: z.string(), code: z.string(), name: z.string(), lat: z.number(), lon: z.number() }),
  ),
});

const live = z.object({
  eventId: z.string(),
  at: seconds,
  feedVersion: z.string(),
  vehicles: z.array(vehicleRow),
  exceptions: z.array(z.looseObject({ exceptionId: z.string(), kind: z.string(), state: z.string() })),
  lamp,
  cityModes: z.array(z.object({ orderId: z.string(), mode: z.string(), since: seconds })),
});

export const NETWORK_ANSWER = answer(
  'The network; its ETag changes with the timetable and the modes of lines',
  network,
);
export const LIVE_ANSWER = answer('The snapshot; `eventId` is where the stream of events goes on', live);
export const EVENTS_ANSWER = {
  description: 'Events as long as the connection lasts',
  content: { 'text/event-stream': { schema: { type: 'string' as const } } },
};

export function answer(description: string, schema: z.ZodType): object {
  return { description, content: { 'application/json': { schema: toApiSchema(schema, 'output') } } };
}
