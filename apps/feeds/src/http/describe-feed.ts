import type { FeedName } from '@rukh/domain/realtime';
import type { RouteDescription } from './describe-route.js';
import type { Printed } from './render-feed.js';

/** Forms in which each feed is served. */
export type Representation = 'pb' | Printed;

const CONTENTS: Readonly<Record<FeedName, string>> = {
  'vehicle-positions': 'Where the vehicles are, and on which trips',
  'trip-updates': 'When the vehicles will be at their stops, and what is cancelled',
  alerts: 'What riders should know',
  'trip-modifications':
    'Detours: lines and stops instead of the planned ones (experimental in GTFS-realtime)',
  all: 'Positions, trip updates and alerts in one feed',
};

const FORMS: Readonly<Record<Representation, Omit<RouteDescription, 'tag' | 'summary'>>> = {
  pb: {
    mediaType: 'application/x-protobuf',
    description:
      'A FeedMessage of GTFS-realtime 2.0. A new snapshot comes at most every second and at least every 15 s; ' +
      'its timestamp never goes back. Every rule of docs/feed-rules.md was checked before it was published.',
  },
  json: {
    mediaType: 'application/json',
    schema: { type: 'object', required: ['header', 'entity'] },
    description: 'The same FeedMessage in the JSON of Protobuf, a few seconds older at most; for people.',
    example: {
      header: { gtfsRealtimeVersion: '2.0', incrementality: 'FULL_DATASET', timestamp: '1795421730' },
      entity: [],
    },
  },
  txt: {
    mediaType: 'text/plain',
    schema: { type: 'string' },
    description:
      'The same FeedMessage in the text form of Protobuf, a few seconds older at most; for people.',
  },
};

/** What the OpenAPI document says of a feed in one of its forms. */
export function describeFeed(name: FeedName, representation: Representation): RouteDescription {
  return {
    tag: 'feeds',
    summary: CONTENTS[name],
    isConditional: true,
    isAwayWhen: 'Nothing was heard of the vehicles for too long, or not yet; never an empty feed instead',
    ...FORMS[representation],
  };
}
