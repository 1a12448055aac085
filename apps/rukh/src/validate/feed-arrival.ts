import { FeedRefusedError, decodeFeedMessage } from '@rukh/adapters/protobuf';
import type { FeedMessage } from '@rukh/domain/realtime';

/** What came from a source at a moment: a message, the same bytes as before, or nothing that can be read. */
export interface FeedArrival {
  /** The file, or the address, as the user named it. */
  readonly source: string;
  /** The file within a folder; otherwise the source. */
  readonly name: string;
  /** Epoch seconds by the clock that the message is judged by. */
  readonly atSeconds: number;
  readonly message?: FeedMessage;
  readonly isUnchanged?: boolean;
  readonly refusal?: Refusal;
}

export interface Refusal {
  /** One word, a reason of the decoder, or `http_503`, `timeout`, `unreachable`. */
  readonly reason: string;
  readonly text: string;
}

/** The message in the bytes, or why there is none: `read` may refuse as well. */
export async function readMessage(
  read: () => Uint8Array | Promise<Uint8Array>,
): Promise<Pick<FeedArrival, 'message' | 'refusal'>> {
  try {
    return { message: decodeFeedMessage(await read()) };
  } catch (error) {
    if (!(error instanceof FeedRefusedError)) throw error;
    return { refusal: { reason: error.reason, text: error.message } };
  }
}
