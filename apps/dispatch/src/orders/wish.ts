import type { OrderReason, composeAlert } from '@rukh/domain/dispatch';
import type { ServiceOrderAction } from '@rukh/domain/realtime';

/** What a dispatcher wishes, as the routes read it. */
export interface Wish {
  readonly action: ServiceOrderAction;
  readonly alert?: Parameters<typeof composeAlert>[3];
  readonly reason?: OrderReason | undefined;
}
