/** Why an order is not confirmed or undone: somebody else did it, or something changed since it was looked at. */
import { type OrderPreview, keysOfAction } from '@rukh/domain/dispatch';
import type { ServiceOrderAction } from '@rukh/domain/realtime';
import { Problem } from '@rukh/service';
import type { OrderRow } from './order-store.js';

export function refuseStale(
  wish: { readonly action: ServiceOrderAction; readonly fingerprint?: string | undefined },
  preview: OrderPreview,
  active: readonly OrderRow[],
): void {
  const same = active.filter((row) => JSON.stringify(row.action) === JSON.stringify(wish.action));
  const others = active.filter(({ order_id }) => preview.others.some(({ orderId }) => orderId === order_id));
  if (isRepeated(wish.action, active) || same.length > 0) {
    throw conflict('already_ordered', `It is ordered already${byWhom([...same, ...others])}.`, [
      ...same,
      ...others,
    ]);
  }
  if (wish.fingerprint !== undefined && wish.fingerprint !== preview.fingerprint) {
    throw conflict(
      'stale_preview',
      `Something changed since the preview${byWhom(others)}: look again.`,
      others,
    );
  }
  const [fault] = preview.findings.filter(({ severity }) => severity === 'error');
  if (fault) {
    throw new Problem(422, {
      type: 'urn:rukh:problem:unpublishable',
      detail: 'It cannot be published.',
      errors: preview.findings.filter(({ severity }) => severity === 'error').map(({ text }) => text),
    });
  }
}

/** Whether every run is cancelled already, by one order or another: keys of stored JSON come in another order. */
function isRepeated(action: ServiceOrderAction, active: readonly OrderRow[]): boolean {
  if (action.kind !== 'cancel') return false;
  const cancelled = new Set(
    active.flatMap((row) => (row.action.kind === 'cancel' ? keysOfAction(row.action) : [])),
  );
  return keysOfAction(action).every((key) => cancelled.has(key));
}

function byWhom(rows: readonly OrderRow[]): string {
  const names = [...new Set(rows.flatMap(({ confirmed_by }) => confirmed_by?.name ?? []))];
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}

export function endOf({ state, ended_by }: OrderRow): string {
  return ended_by ? `${state} by ${ended_by.name}` : state;
}

/** Who did what meanwhile, one sentence each. */
export function conflict(code: string, detail: string, rows: readonly OrderRow[]): Problem {
  const errors = rows.map(({ order_id, summary, confirmed_by, ended_by, state }) => {
    const name = (state === 'active' ? confirmed_by : ended_by)?.name ?? '?';
    return `${order_id} (${state}, ${name}): ${summary.en}`;
  });
  const about = rows.map(({ order_id: orderId, summary, confirmed_by, ended_by, state }) => {
    const by = (state === 'active' ? confirmed_by : ended_by)?.name ?? '?';
    return { orderId, state, summary, by };
  });
  return new Problem(409, { type: `urn:rukh:problem:${code}`, detail, errors, about });
}
