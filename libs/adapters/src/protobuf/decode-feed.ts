import type { FeedMessage } from '@rukh/domain/realtime';
import { transitRealtime } from './codecs.js';

/**
 * Somebody else's bytes into a FeedMessage. A polled feed can be anything: half a file, an error page, a bomb.
 * What is refused has a name, so that it can be counted; what is accepted has exactly the fields that were on
 * the wire, because absence means something in GTFS-realtime (rules E048, E049, W009).
 */
export const FEED_REFUSALS = [
  'empty',
  'too_large',
  'truncated',
  'malformed',
  'missing_required_field',
  'not_a_number',
  'too_many_entities',
] as const;
export type FeedRefusal = (typeof FEED_REFUSALS)[number];

/** Bytes that are no usable FeedMessage; `reason` is a metric label. */
export class FeedRefusedError extends Error {
  override readonly name = 'FeedRefusedError';

  constructor(
    readonly reason: FeedRefusal,
    message: string,
  ) {
    super(message);
  }
}

export interface FeedLimits {
  /** A whole country's trip updates are about 60 MB. */
  readonly maxBytes: number;
  readonly maxEntities: number;
}

export const FEED_LIMITS: FeedLimits = { maxBytes: 128 * 1024 * 1024, maxEntities: 500_000 };

/** The message in `bytes`; fields not on the wire are absent. Throws a FeedRefusedError. */
export function decodeFeedMessage(bytes: Uint8Array, limits: FeedLimits = FEED_LIMITS): FeedMessage {
  if (bytes.length === 0) throw new FeedRefusedError('empty', 'The feed is empty: 0 bytes.');
  if (bytes.length > limits.maxBytes) {
    throw new FeedRefusedError(
      'too_large',
      `The feed has ${bytes.length} bytes; at most ${limits.maxBytes} are read.`,
    );
  }
  const decoded = decodeWire(bytes);
  if (decoded.entity.length > limits.maxEntities) {
    throw new FeedRefusedError(
      'too_many_entities',
      `The feed has ${decoded.entity.length} entities; at most ${limits.maxEntities} are read.`,
    );
  }
  const message = { entity: [], ...transitRealtime.FeedMessage.toObject(decoded) } as unknown as FeedMessage;
  refuseNotNumbers(message);
  return message;
}

/** The message as the codec has it, not looked into. Throws a FeedRefusedError. */
export function decodeWire(bytes: Uint8Array): InstanceType<typeof transitRealtime.FeedMessage> {
  try {
    return transitRealtime.FeedMessage.decode(bytes);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (text.includes('missing required')) {
      throw new FeedRefusedError('missing_required_field', `The feed is incomplete: ${text}.`);
    }
    if (error instanceof RangeError) {
      throw new FeedRefusedError('truncated', `The feed ends in the middle of a field: ${text}.`);
    }
    throw new FeedRefusedError('malformed', `These bytes are no GTFS-realtime message: ${text}.`);
  }
}

/** Only floats can be no number; GTFS-realtime has them in positions and realtime stops. */
function refuseNotNumbers(message: FeedMessage): void {
  for (const { id, vehicle, stop } of message.entity) {
    if (!vehicle?.position && !stop) continue;
    const position = vehicle?.position;
    const values = {
      latitude: position?.latitude,
      longitude: position?.longitude,
      bearing: position?.bearing,
      odometer: position?.odometer,
      speed: position?.speed,
      stop_lat: stop?.stopLat,
      stop_lon: stop?.stopLon,
    };
    for (const [field, value] of Object.entries(values)) {
      if (value !== undefined && !Number.isFinite(value)) {
        throw new FeedRefusedError('not_a_number', `Entity ${id}: ${field} is ${value}, not a number.`);
      }
    }
  }
}
