/** An order on its way: looked at, given, taken back. */
import type { OrderPreview, OrderReason, OrderView } from '@rukh/domain/dispatch';
import type { ServiceOrderAction } from '@rukh/domain/realtime';
import { ask } from '../live/api.js';

export function previewOrder(action: ServiceOrderAction, signal: AbortSignal): Promise<OrderPreview> {
  return ask('/dispatch/orders/preview', { method: 'POST', body: { action }, signal });
}

/** `key` makes a repeated request the same order. */
export function giveOrder(
  action: ServiceOrderAction,
  reason: OrderReason,
  fingerprint: string,
  key: string,
): Promise<OrderView> {
  const headers = { 'idempotency-key': key };
  return ask('/dispatch/orders', { method: 'POST', body: { action, reason, fingerprint }, headers });
}

export function undoOrder(orderId: string): Promise<OrderView> {
  const body = { reason: { code: 'mistake' } };
  return ask(`/dispatch/orders/${encodeURIComponent(orderId)}/undo`, { method: 'POST', body });
}
