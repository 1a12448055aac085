import type { QueuedAccount } from '@rukh/adapters/postgres';

/** The account that could not be priced, so that it can be put off. */
export class AccountError extends Error {
  constructor(
    readonly account: QueuedAccount,
    override readonly cause: unknown,
  ) {
    super(
      `account ${account.accountId} cannot be priced: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}
