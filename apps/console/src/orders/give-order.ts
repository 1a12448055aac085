/** An order on its way: looked at, given, taken back. */
import type {
  ConfirmedOrder,
  OrderAlertInput,
  OrderPreview,
  OrderReason,
  OrderReasonCode,
  OrderView,
} from '@rukh/domain/dispatch';
import type { ServiceOrderAction } from '@rukh/domain/realtime';
import { ask } from '../live/api.js';

/** The reason is part of what riders are told, and so of what is shown. */
export function previewOrder(
  action: ServiceOrderAction,
  reason: OrderReason | undefined,
  alert: OrderAlertInput | undefined,
  signal: AbortSignal,
): Promise<OrderPreview> {
  const body = { action, ...(reason && { reason }), ...(alert && { alert }) };
  return ask('/dispatch/orders/preview', { method: 'POST', body, signal });
}

export interface Given {
  readonly action: ServiceOrderAction;
  readonly reason: OrderReason;
  /** Words of one's own for riders. */
  readonly alert?: OrderAlertInput | undefined;
  readonly fingerprint: string;
  /** What needs a dispatcher that it answers: solved by it. */
  readonly exceptionId?: string | undefined;
  /** What somebody else asked for. */
  readonly draftId?: string | undefined;
}

/** What was shown is what the key stands for: the same sent twice is one order. */
export function giveOrder(given: Given): Promise<ConfirmedOrder> {
  const headers = { 'idempotency-key': given.fingerprint };
  return ask('/dispatch/orders', { method: 'POST', body: given, headers });
}

/** Asks that a second person confirms it. */
export function askForOrder(wish: Pick<Given, 'action' | 'reason' | 'alert'>): Promise<OrderView> {
  return ask('/dispatch/orders/drafts', { method: 'POST', body: wish });
}

/** What somebody else asked for is not to be. */
export function refuseAsked(orderId: string, reason: OrderReason): Promise<void> {
  const path = `/dispatch/orders/drafts/${encodeURIComponent(orderId)}/refuse`;
  return ask(path, { method: 'POST', body: { reason } });
}

/** What one asked for oneself is not wanted any more. */
export function dropAsked(orderId: string): Promise<void> {
  return ask(`/dispatch/orders/drafts/${encodeURIComponent(orderId)}`, { method: 'DELETE' });
}

/** Why an order is taken back without being asked: a slip seen at once, or what it was for is over. */
export type UndoReason = Extract<OrderReasonCode, 'mistake' | 'over'>;

export function undoOrder(orderId: string, code: UndoReason): Promise<OrderView> {
  const body = { reason: { code } };
  return ask(`/dispatch/orders/${encodeURIComponent(orderId)}/undo`, { method: 'POST', body });
}
