import type { SimulatedGateway } from '@rukh/adapters/gateway-simulated';
import {
  type Database,
  type DueWindow,
  leaseDue,
  listDueRecoveries,
  listDueToClose,
  listUnsettled,
  payRefunds,
} from '@rukh/adapters/postgres';
import { closeWindow, recoverWindow, settleWindow } from './move-windows.js';
import type { PaymentPolicy } from './payment-policy.js';
import { workOutbox } from './work-outbox.js';

/** Rows whose time has not come are asked for at once: a spec's clock is its own. */
export const RETRY = { attempts: 20, firstMs: 0 };

export interface Settling {
  readonly pool: Database;
  readonly gateway: SimulatedGateway;
  readonly policy: PaymentPolicy;
  readonly nowMs: number;
}

/** Moves all windows and makes all calls, until nothing is left to do. */
export async function settleAll({ pool, gateway, policy, nowMs }: Settling): Promise<void> {
  for (let isMore = true; isMore;) {
    const closed = await move(await listDueToClose(pool, policy.limits, nowMs, 100), (window) =>
      closeWindow(pool, window, policy, nowMs),
    );
    const settled = await move(await listUnsettled(pool, 100), (window) => settleWindow(pool, window));
    const tried = await move(await listDueRecoveries(pool, nowMs, 100), (window) =>
      recoverWindow(pool, window, policy),
    );
    const calls = await leaseDue(pool, 100, 0);
    for (const id of calls) await workOutbox({ pool, gateway, policy, retry: RETRY, now: () => nowMs }, id);
    await payRefunds(pool);
    isMore = closed || settled || tried || calls.length > 0;
  }
}

async function move(
  due: readonly DueWindow[],
  step: (window: DueWindow) => Promise<boolean>,
): Promise<boolean> {
  let isMoved = false;
  for (const window of due) isMoved = (await step(window)) || isMoved;
  return isMoved;
}
