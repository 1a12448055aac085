import type { BatchRejection } from '@rukh/domain/taps';

/** Why nothing of a message of a device is taken. */
export class BatchRefused extends Error {
  override readonly name = 'BatchRefused';

  constructor(
    readonly rejection: BatchRejection,
    readonly retryAfterSeconds?: number,
  ) {
    super(rejection);
  }
}
