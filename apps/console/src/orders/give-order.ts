/** An order on its way: looked at, given, taken back. */
import type { OrderPreview, OrderReason, OrderView } from '@rukh/domain/dispatch';
import type { ServiceOrderAction } from '@rukh/domain/realtime';
import { ask } from '../live/api.js';

/** The reason is part of what riders are told, and so of what is shown. */
export function previewOrder(
  action: ServiceOrderAction,
  reason: OrderReason | undefined,
  signal: AbortSignal,
): Promise<OrderPreview> {
  const body = { action, ...(reason && { reason }) };
  return ask('/dispatch/orders/preview', { method: 'POST', body, signal });
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
