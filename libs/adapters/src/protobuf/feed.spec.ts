import {
  type FeedEntity,
  type FeedHeader,
  type FeedMessage,
  TripScheduleRelationship,
} from '@rukh/domain/realtime';
import fc from 'fast-check';
import { FEED_MESSAGE, type FieldKind, type Fields } from './feed-fields.js';
import {
  type FeedRefusal,
  decodeFeedMessage,
  encodeFeedEntity,
  encodeFeedMessage,
  FeedRefusedError,
  formatFeedText,
  joinFeed,
  toFeedJson,
  transitRealtime,
} from './index.js';

const KINDS = {
  string: fc.string({ unit: 'grapheme', maxLength: 12 }),
  integer: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  integer64: fc.integer({ min: 0, max: 2 ** 53 - 1 }),
  float: fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  double: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  bool: fc.boolean(),
};
const REPEATED = new Set([
  ...[
    'entity',
    'stopTimeUpdate',
    'multiCarriageDetails',
    'activePeriod',
    'communicationPeriod',
    'impactPeriod',
  ],
  ...['informedEntity', 'translation', 'localizedImage', 'selectedTrips', 'tripIds', 'startTimes'],
  ...['serviceDates', 'modifications', 'replacementStops'],
]);
/** Fields that proto2 requires where their message is present. */
const REQUIRED = [
  'header',
  'gtfsRealtimeVersion',
  'id',
  'trip',
  'latitude',
  'longitude',
  'text',
  'url',
  'mediaType',
];

function valuesOf(kind: FieldKind, depth: number): fc.Arbitrary<unknown> {
  if (typeof kind === 'string') return KINDS[kind];
  if ('names' in kind) {
    return fc.constantFrom(...Object.values(kind.names).filter((v) => typeof v === 'number'));
  }
  return messages(kind, depth + 1);
}

/** Any message of these fields: optional fields present or absent, repeated ones absent or of 1 to 3 items. */
function messages({ fields }: Fields, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, kind] of Object.entries(fields)) {
    const one = valuesOf(kind, depth);
    model[name] = REPEATED.has(name) ? fc.array(one, { minLength: 1, maxLength: 3 }) : one;
  }
  return fc.record(model, { requiredKeys: REQUIRED.filter((name) => name in fields) });
}

const anyFeed = messages(FEED_MESSAGE).map(
  (message) => ({ entity: [], ...message }) as unknown as FeedMessage,
);
const header: FeedHeader = { gtfsRealtimeVersion: '2.0', incrementality: 0, timestamp: 1_795_000_000 };
const bus: FeedEntity = {
  id: 'bus-7',
  vehicle: {
    trip: { tripId: 'T1', scheduleRelationship: TripScheduleRelationship.SCHEDULED },
    vehicle: { id: '7', label: 'Ринок "А"' },
    position: { latitude: Math.fround(49.84), longitude: Math.fround(24.03) },
    timestamp: 1_794_999_990,
  },
};

function refusalOf(
  bytes: Uint8Array,
  limits?: { maxBytes: number; maxEntities: number },
): FeedRefusal | undefined {
  try {
    decodeFeedMessage(bytes, limits);
    return undefined;
  } catch (error) {
    if (error instanceof FeedRefusedError) return error.reason;
    throw error;
  }
}

describe('encoding and decoding a feed', () => {
  it('give back every message as it was, fields absent still absent', () => {
    fc.assert(
      fc.property(anyFeed, (message) => {
        expect(decodeFeedMessage(encodeFeedMessage(message))).toEqual(message);
      }),
    );
  });

  it('make the same bytes whether entities are encoded one by one and joined or all at once', () => {
    fc.assert(
      fc.property(anyFeed, (message) => {
        const joined = joinFeed(message.header, message.entity.map(encodeFeedEntity));
        expect(Buffer.from(joined).equals(encodeFeedMessage(message))).toBe(true);
      }),
    );
  });

  it('join entities of every length whose varint grows', () => {
    for (const length of [0, 126, 127, 128, 16_383, 16_384, 2_097_152]) {
      const entity = { id: 'x'.repeat(length) };
      const joined = joinFeed(header, [encodeFeedEntity(entity)]);
      expect(Buffer.from(joined).equals(encodeFeedMessage({ header, entity: [entity] }))).toBe(true);
    }
  });

  it('know every field that the reference codec knows', () => {
    const everything = fc.sample(messages(FEED_MESSAGE), { numRuns: 300, seed: 1 });
    for (const message of everything) {
      const { unknown } = countUnknown(message);
      expect(unknown).toBe(0);
    }
  });

  it('keep times before 1970 and beyond 32 bits', () => {
    const stopTimeUpdate = [{ arrival: { time: -5 } }, { arrival: { time: 2 ** 40 } }];
    const message = { header, entity: [{ id: 'a', tripUpdate: { trip: {}, stopTimeUpdate } }] };
    expect(decodeFeedMessage(encodeFeedMessage(message))).toEqual(message);
  });
});

/** Fields of the reference codec's own reading that our reading lost. */
function countUnknown(message: Record<string, unknown>): { unknown: number } {
  const bytes = encodeFeedMessage(message as unknown as FeedMessage);
  const again = encodeFeedMessage(decodeFeedMessage(bytes));
  return { unknown: Buffer.from(again).equals(bytes) ? 0 : 1 };
}

describe('decoding refuses', () => {
  const good = encodeFeedMessage({ header, entity: [bus] });

  it('no bytes at all', () => {
    expect(refusalOf(new Uint8Array())).toBe('empty');
  });

  it('every truncation of a feed but those that end between two fields', () => {
    const whole = [0, encodeFeedMessage({ header, entity: [] }).length, good.length];
    for (let length = 1; length < good.length; length++) {
      const reason = refusalOf(good.subarray(0, length));
      if (whole.includes(length)) expect(reason).toBeUndefined();
      else expect(reason).toBe('truncated');
    }
  });

  it('an error page in place of the feed', () => {
    const reason = refusalOf(
      new TextEncoder().encode('<!doctype html><html><body>502 Bad Gateway</body></html>'),
    );
    expect(['malformed', 'truncated', 'missing_required_field']).toContain(reason);
  });

  it('a message without its header', () => {
    expect(refusalOf(Uint8Array.of(0x12, 3, 0x0a, 1, 0x61))).toBe('missing_required_field');
  });

  it('more bytes and more entities than the limits', () => {
    expect(refusalOf(good, { maxBytes: good.length - 1, maxEntities: 10 })).toBe('too_large');
    expect(refusalOf(good, { maxBytes: good.length, maxEntities: 0 })).toBe('too_many_entities');
    expect(refusalOf(good, { maxBytes: good.length, maxEntities: 1 })).toBeUndefined();
  });

  it.each([Number.NaN, Infinity, -Infinity])('a position that is %p', (latitude) => {
    const position = { latitude, longitude: 24 };
    expect(refusalOf(encodeFeedMessage({ header, entity: [{ id: 'a', vehicle: { position } }] }))).toBe(
      'not_a_number',
    );
  });

  it('whatever bytes come, by name and never otherwise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        refusalOf(bytes);
      }),
    );
  });
});

describe('a feed for people', () => {
  it('is printed in protobuf text format with the names of the specification', () => {
    expect(formatFeedText({ header, entity: [bus] })).toBe(
      [
        'header {',
        '  gtfs_realtime_version: "2.0"',
        '  incrementality: FULL_DATASET',
        '  timestamp: 1795000000',
        '}',
        'entity {',
        '  id: "bus-7"',
        '  vehicle {',
        '    trip {',
        '      trip_id: "T1"',
        '      schedule_relationship: SCHEDULED',
        '    }',
        '    position {',
        '      latitude: 49.84',
        '      longitude: 24.03',
        '    }',
        '    timestamp: 1794999990',
        '    vehicle {',
        '      id: "7"',
        '      label: "Ринок \\"А\\""',
        '    }',
        '  }',
        '}',
        '',
      ].join('\n'),
    );
  });

  it('is JSON as protobuf libraries write and read it', () => {
    expect(toFeedJson({ header, entity: [bus] })).toEqual({
      header: { gtfsRealtimeVersion: '2.0', incrementality: 'FULL_DATASET', timestamp: '1795000000' },
      entity: [
        {
          id: 'bus-7',
          vehicle: {
            trip: { tripId: 'T1', scheduleRelationship: 'SCHEDULED' },
            vehicle: { id: '7', label: 'Ринок "А"' },
            position: { latitude: 49.84, longitude: 24.03 },
            timestamp: '1794999990',
          },
        },
      ],
    });
  });

  it('is JSON from which the reference codec makes the same feed again', () => {
    fc.assert(
      fc.property(anyFeed, (message) => {
        const read = transitRealtime.FeedMessage.fromObject(
          JSON.parse(JSON.stringify(toFeedJson(message))) as object,
        );
        expect(decodeFeedMessage(transitRealtime.FeedMessage.encode(read).finish())).toEqual(message);
      }),
    );
  });
});
