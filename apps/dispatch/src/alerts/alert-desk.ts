import { Injectable } from '@nestjs/common';
import type { AlertPreview, AlertRequest, AlertView, Principal } from '@rukh/domain/dispatch';
import { type ServiceAlert, judgeAlertTime } from '@rukh/domain/realtime';
import { Problem } from '@rukh/service';
import { CarrierOf } from '../fleet/carrier-of.js';
import { Journal, authorOf } from '../journal/journal.js';
import { LiveEvents } from '../live/live-events.js';
import { FeedMirror } from '../orders/feed-mirror.js';
import { NoticeMirror } from '../orders/notice-mirror.js';
import { type Connection, type OrderRow, OrderStore } from '../orders/order-store.js';
import { AlertPreviews } from './alert-previews.js';
import { type AlertChange, AlertStore } from './alert-store.js';
import { isOwnAlert } from './may-write-alert.js';

type AlertEvent = 'alert.written' | 'alert.changed' | 'alert.archived' | 'alert.restored';

/** Alerts by hand: checked before they are told, written with the journal in one transaction, told at once. */
@Injectable()
export class AlertDesk {
  constructor(
    private readonly store: AlertStore,
    private readonly orders: OrderStore,
    private readonly previews: AlertPreviews,
    private readonly feed: FeedMirror,
    private readonly mirror: NoticeMirror,
    private readonly journal: Journal,
    private readonly events: LiveEvents,
    private readonly carriers: CarrierOf,
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
    this.#refuseForeign(principal, alert);
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
      this.#refuseForeign(principal, before.alert);
      if (before.revision !== revision) throw changedBy(before);
      const next = { alertId, ...change(before) };
      return { before, after: await this.store.change(next, authorOf(principal), on) };
    });
  }

  async #change(
    principal: Principal,
    event: AlertEvent,
    work: (on: Connection) => Promise<{ readonly before?: AlertView; readonly after: AlertView }>,
  ): Promise<AlertView> {
    const { after, entry } = await this.orders.change(async (on) => {
      const done = await work(on);
      if (done.before === done.after) return { after: done.after, entry: undefined };
      const { alertId, alert } = done.after;
      const text = { uk: alert.header['uk'] ?? '', en: alert.header['en'] ?? '' };
      const line = { by: authorOf(principal), kind: 'alert' as const, event, text, alertId, ...done };
      return { after: done.after, entry: await this.journal.add(line, on) };
    });
    if (entry) {
      await this.mirror.look();
      this.events.publish('alerts', { alertId: after.alertId });
      this.journal.tell(entry);
    }
    return after;
  }

  #get(principal: Principal, found: AlertView | undefined): AlertView {
    if (!found || !this.#sees(principal, found))
      throw new Problem(404, { detail: 'There is no such alert.' });
    return found;
  }

  #sees(principal: Principal, { state, alert }: AlertView): boolean {
    return principal.carrierIds === undefined || state === 'active' || this.#isOwn(principal, alert);
  }

  #isOwn(principal: Principal, alert: ServiceAlert): boolean {
    if (principal.carrierIds === undefined) return true;
    return isOwnAlert(principal, alert, this.feed.context.schedule, this.carriers);
  }

  #refuse(principal: Principal, alert: ServiceAlert, isPublished: boolean): void {
    this.#refuseForeign(principal, alert);
    if (!isPublished) return;
    const { findings, canPublish } = this.previews.make(alert, Date.now() / 1000);
    if (canPublish) return;
    throw new Problem(422, {
      type: 'urn:rukh:problem:alert_not_publishable',
      detail: 'It cannot be published.',
      errors: findings.filter(({ severity }) => severity === 'error').map(({ text }) => text),
    });
  }

  #refuseForeign(principal: Principal, alert: ServiceAlert): void {
    if (this.#isOwn(principal, alert)) return;
    throw new Problem(403, {
      type: 'urn:rukh:problem:not_your_lines',
      detail: 'This is not only about lines of your company.',
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
