import type { ApiSchema } from '@rukh/service';
import type { RouteDescription } from '../http/describe-route.js';
import { VEHICLE_FIELDS } from './live-vehicles.js';

const NO_VEHICLES = 'There are no vehicles to show now';
const GEOJSON: ApiSchema = { type: 'object', required: ['type', 'features'] };

const FEATURE = {
  type: 'Feature',
  id: '504',
  geometry: { type: 'Point', coordinates: [24.0297, 49.8397] },
  properties: {
    id: '504',
    latitude: 49.8397,
    longitude: 24.0297,
    bearing: 270,
    routeId: '1',
    timestamp: 1795421728,
  },
};

export const VEHICLES_ROUTE: RouteDescription = {
  tag: 'live',
  summary: 'The vehicles as GeoJSON, for maps',
  mediaType: 'application/geo+json',
  schema: GEOJSON,
  example: { type: 'FeatureCollection', timestamp: 1795421730, features: [FEATURE] },
  isConditional: true,
  isAwayWhen: NO_VEHICLES,
};

export const SHAPES_ROUTE: RouteDescription = {
  tag: 'live',
  summary: 'The lines of the network as GeoJSON, one feature a route',
  mediaType: 'application/geo+json',
  schema: GEOJSON,
  isConditional: true,
  isAwayWhen: 'No timetable is in force yet',
};

export const EVENTS_ROUTE: RouteDescription = {
  tag: 'live',
  summary: 'The vehicles as server-sent events',
  description:
    'First `snapshot`: `{timestamp, fields, vehicles}`, each vehicle a row of values under ' +
    `\`fields\` (${VEHICLE_FIELDS.join(', ')}). Then \`delta\`: \`{timestamp, vehicles, gone}\`, rows that changed and ids ` +
    'that are gone. Headways are told where a route runs by them. A comment every 15 s keeps the connection; Last-Event-ID takes it up again.',
  mediaType: 'text/event-stream',
  schema: { type: 'string' },
  example: 'event: delta\nid: 1795421731-1f\ndata: {"timestamp":1795421731,"vehicles":[],"gone":["504"]}\n\n',
  parameters: [
    {
      name: 'Last-Event-ID',
      in: 'header',
      schema: { type: 'string' },
      description:
        'Event that was seen last; what came after it is sent, or everything where it is too long ago',
    },
  ],
  isAwayWhen: `${NO_VEHICLES}, or too many pages follow them already`,
};
