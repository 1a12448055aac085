import type { VehicleReport } from '@rukh/domain/vehicle';

/**
 * An adapter knows one form in which vehicles say where they are. It decodes and believes nothing: judging comes
 * after, the same for all. Adding a form is one file like the others here and a line in the table of `index.ts`.
 */
export interface IngestAdapter {
  /** Metric label, route and name in the configuration. */
  readonly name: string;
  /** The reports in a message, in its order. Throws a MessageRefusedError where it can use nothing of it. */
  decode(message: IngestMessage): DecodedMessage;
  /** Whose a topic is, where it says so; for messages that cannot be read. */
  readonly findVehicle?: (topic: string) => string | undefined;
}

/** An adapter that listens to MQTT. */
export interface MqttAdapter extends IngestAdapter {
  /** What to subscribe to. */
  topicFilter(agency: string): string;
}

/** Bytes as they came. */
export interface IngestMessage {
  readonly payload: Uint8Array;
  /** MQTT only. */
  readonly topic?: string;
  readonly contentType?: string;
}

export interface DecodedMessage {
  /** One an item of the message: a report, or what is wrong with the item. */
  readonly items: readonly DecodedItem[];
}

export type DecodedItem =
  | { readonly report: VehicleReport; readonly problem?: never }
  | { readonly problem: string; readonly report?: never };

/** Why nothing of a message could be used. Each is a metric label; reports refused one by one are judged. */
export const MESSAGE_REFUSALS = [
  'empty',
  'too_large',
  'malformed',
  'too_many_reports',
  'vehicle_mismatch',
  'unknown_topic',
  'retained',
  'adapter_failure',
] as const;
export type MessageRefusal = (typeof MESSAGE_REFUSALS)[number];

export class MessageRefusedError extends Error {
  override readonly name = 'MessageRefusedError';

  constructor(
    readonly reason: MessageRefusal,
    message: string,
  ) {
    super(message);
  }
}

/** What any adapter reads at most. */
export const MESSAGE_LIMITS = { maxBytes: 256 * 1024, maxReports: 1000 } as const;
