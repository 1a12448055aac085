import { Injectable } from '@nestjs/common';
import type { AlertPreview, AlertRequest, AlertView, Principal } from '@rukh/domain/dispatch';
import { type ServiceAlert, judgeAlertTime } from '@rukh/domain/realtime';
import { Problem } from '@rukh/service';
import { authorOf } from '../journal/journal.js';
import { type Connection, type OrderRow, OrderStore } from '../orders/order-store.js';
import { AlertPreviews } from './alert-previews.js';
import { type AlertChange, AlertStore } from './alert-store.js';
import { AlertRights } from './may-write-alert.js';
import { type AlertChanged, type AlertEvent, AlertNews } from './tell-alert.js';

/** Alerts by hand: checked before they are told, written with the journal in one transaction, told at once. */
@Injectable()
export class AlertDesk {
  constructor(
    private readonly store: AlertStore,
    private readonly orders: OrderStore,
    private readonly previews: AlertPreviews,
    private readonly rights: AlertRights,
    private readonly news: AlertNews,
  ) {}

  /** Alerts by hand, and after them those that orders brought. Who is bound to carriers sees what riders do, and their own. */
  async list(principal: Principal): Promise<AlertView[]> {
    const [written, orders] = await Promise.all([this.store.list(), this.orders.listActive()]);
    return [...written.filter((view) => this.#sees(principal, view)), ...orders.flatMap(viewOfOrder)];
  }

  /** @throws Problem 404 */
  async get(principal: Principal, alertId: string): Promise<AlertView> {
    return this.#get(principal, await this.store.find(alertId));
  }

  /** @throws Problem 403 where it is about others */
  preview(principal: Principal, alert: ServiceAlert): AlertPreview {
    this.rights.refuseForeign(principal, alert);
    return this.previews.make(alert, Date.now() / 1000);
  }

  /** Once: an alert of this id that reads the same is given back. @throws Problem 403, 409, 422 */
  async write(principal: Principal, alert: ServiceAlert, { publish }: AlertRequest): Promise<AlertView> {
    this.#refuse(principal, alert, publish);
    return this.#change(principal, 'alert.written', async (on) => {
      const known = await this.store.find(alert.alertId, on);
      if (!known) return { after: await this.store.add(alert, publish, authorOf(principal), on) };
      if (JSON.stringify(known.alert) === JSON.stringify(alert)) return { before: known, after: known };
      throw new Problem(409, {
        type: 'urn:rukh:problem:key_reused',
        detail: 'This Idempotency-Key was used for another alert.',
      });
    });
  }

  /** @throws Problem 403, 404, 409 where somebody else changed it, 422 */
  async rewrite(
    principal: Principal,
    alert: ServiceAlert,
    { publish }: AlertRequest,
    revision: number,
  ): Promise<AlertView> {
    this.#refuse(principal, alert, publish);
    const change = { alert, isPublished: publish, isArchived: false };
    return this.#revise(principal, 'alert.changed', alert.alertId, revision, () => change);
  }

  /** Takes it back, or back again out of the archive, as it was. @throws Problem 403, 404, 409 */
  async archive(
    principal: Principal,
    alertId: string,
    revision: number,
    isArchived: boolean,
  ): Promise<AlertView> {
    const event = isArchived ? 'alert.archived' : 'alert.restored';
    return this.#revise(principal, event, alertId, revision, ({ alert, isPublished }) => ({
      alert,
      isPublished,
      isArchived,
    }));
  }

  #revise(
    principal: Principal,
    event: AlertEvent,
    alertId: string,
    revision: number,
    change: (before: AlertView) => Omit<AlertChange, 'alertId'>,
  ): Promise<AlertView> {
    return this.#change(principal, event, async (on) => {
      const before = this.#get(principal, await this.store.find(alertId, on));
      this.rights.refuseForeign(principal, before.alert);
      if (before.revision !== revision) throw changedBy(before);
      const next = { alertId, ...change(before) };
      return { before, after: await this.store.change(next, authorOf(principal), on) };
    });
  }

  async #change(
    principal: Principal,
    event: AlertEvent,
    work: (on: Connection) => Promise<AlertChanged>,
  ): Promise<AlertView> {
    const { after, entry } = await this.orders.change(async (on) => {
      const done = await work(on);
      const isSame = done.before === done.after;
      return {
        after: done.after,
        entry: isSame ? undefined : await this.news.note(authorOf(principal), event, done, on),
      };
    });
    if (entry) await this.news.tell(after, entry);
    return after;
  }

  #get(principal: Principal, found: AlertView | undefined): AlertView {
    if (found && this.#sees(principal, found)) return found;
    throw new Problem(404, { detail: 'There is no such alert.' });
  }

  #sees(principal: Principal, { state, alert }: AlertView): boolean {
    return principal.carrierIds === undefined || state === 'active' || this.rights.isOwn(principal, alert);
  }

  #refuse(principal: Principal, alert: ServiceAlert, isPublished: boolean): void {
    this.rights.refuseForeign(principal, alert);
    if (!isPublished) return;
    const { findings, canPublish } = this.previews.make(alert, Date.now() / 1000);
    if (canPublish) return;
    throw new Problem(422, {
      type: 'urn:rukh:problem:alert_not_publishable',
      detail: 'It cannot be published.',
      errors: findings.filter(({ severity }) => severity === 'error').map(({ text }) => text),
    });
  }
}

function viewOfOrder(order: OrderRow): AlertView[] {
  const { alert, order_id, revision, confirmed_by, created_by, created_at, confirmed_at, ends_at } = order;
  if (!alert) return [];
  const by = confirmed_by ?? created_by;
  const at = confirmed_at ?? created_at;
  return [
    {
      alertId: alert.alertId,
      orderId: order_id,
      state: judgeAlertTime(alert, Date.now() / 1000) === 'alert_not_yet' ? 'future' : 'active',
      isPublished: true,
      revision,
      alert,
      createdBy: by,
      createdAt: at,
      changedBy: by,
      changedAt: at,
      ...(ends_at === null ? {} : { endsAt: ends_at }),
    },
  ];
}

function changedBy({ revision, changedBy: by, state }: AlertView): Problem {
  return new Problem(409, {
    type: 'urn:rukh:problem:stale_revision',
    detail: `${by.name} changed it meanwhile: it is ${state}, revision ${revision}.`,
  });
}
