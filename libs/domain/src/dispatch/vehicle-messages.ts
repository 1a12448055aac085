/** What a vehicle's tracker said, as it came, and what became of it (GET /api/v1/dispatch/vehicles/{id}/messages). */
export interface VehicleMessage {
  /** When it came, epoch seconds. */
  readonly at: number;
  /** By which adapter (docs/trackers.md). */
  readonly adapter: string;
  /** Where it was published, of MQTT. */
  readonly topic?: string;
  /**
   * The text as it came, of a binary message its bytes in hexadecimal, cut off where it is long; the report as it was
   * read where it came with others in one message.
   */
  readonly text: string;
  readonly bytes: number;
  /** `accepted`, or why it was not (docs/rejections.md). */
  readonly outcome: string;
  readonly detail?: string;
}

export interface VehicleMessagesView {
  readonly at: number;
  /** Whether those who take messages in have answered yet: they are asked, and answer within a second or two. */
  readonly isAnswered: boolean;
  /** The newest first, twenty at most, since ingest was started. */
  readonly messages: readonly VehicleMessage[];
}

/** So many messages of each vehicle are kept. */
export const KEPT_MESSAGES = 20;
