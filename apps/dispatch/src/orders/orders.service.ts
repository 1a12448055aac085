import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  type Author,
  type OrderPreview,
  type OrderReason,
  type OrderView,
  type Principal,
  composeAlert,
  describeOrder,
  foreseeOrder,
  keysOfAction,
  listBoardLines,
  permissionsOf,
  seesCarrier,
} from '@rukh/domain/dispatch';
import {
  type ServiceAlert,
  type ServiceOrder,
  type ServiceOrderAction,
  findOrderEnd,
} from '@rukh/domain/realtime';
import { Problem } from '@rukh/service';
import type { DispatchConfig } from '../config.js';
import { ExceptionsService } from '../exceptions/exceptions.service.js';
import { Journal } from '../journal/journal.js';
import { LiveEvents } from '../live/live-events.js';
import { WatchMetrics } from '../live/watch-metrics.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { FeedMirror } from './feed-mirror.js';
import { NoticeMirror } from './notice-mirror.js';
import { type OrderRow, OrderStore, toOrderView, toServiceOrder } from './order-store.js';
import { needsSecondPerson, refuseAlone } from './refuse-alone.js';
import { conflict, endOf, refuseStale } from './refuse-conflict.js';
import { compareFeeds, findFaults, markOf, printChange } from './preview-order.js';

const EXPIRE_EVERY_MS = 5000;
const MOST_ENTITIES = 100;
/** A preview can be confirmed for so long. */
const PREVIEW_SECONDS = 900;
/** Until the order is written down it has this name; so has its alert in the preview. */
const SYSTEM: Author = { userId: 'system', name: 'Rukh' };

/** A wish as the routes read it. */
export interface Wish {
  readonly action: ServiceOrderAction;
  readonly alert?: Parameters<typeof composeAlert>[3];
  readonly reason?: OrderReason | undefined;
}
export interface Confirmation extends Wish {
  readonly reason: OrderReason;
  readonly fingerprint?: string | undefined;
  readonly draftId?: string | undefined;
  readonly exceptionId?: string | undefined;
}

/** Orders: seen before they are given, given once, told of at once, taken back without a trace. */
@Injectable()
export class OrdersService implements OnModuleInit, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly store: OrderStore,
    private readonly mirror: NoticeMirror,
    private readonly feed: FeedMirror,
    private readonly journal: Journal,
    private readonly events: LiveEvents,
    private readonly metrics: WatchMetrics,
    private readonly exceptions: ExceptionsService,
  ) {}

  onModuleInit(): void {
    this.#timer = setInterval(() => {
      this.expire().catch(() => {
        this.metrics.errors.inc({ where: 'orders' });
      });
    }, EXPIRE_EVERY_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** `at` is what the preview holds for; `orderId` names the order that it would be. */
  async preview(
    wish: Wish,
    at = Math.floor(Date.now() / 1000),
    orderId = nameOrder(wish.action, at),
    active?: readonly OrderRow[],
  ): Promise<OrderPreview> {
    const { action, reason } = wish;
    const { context } = this.feed;
    const { schedule } = context;
    const now = Date.now() / 1000;
    const rows = active ?? (await this.store.listActive());
    const inForce = rows.map(toServiceOrder);
    const alert = composeAlert(schedule, orderId, action, wish.alert, reason?.code);
    const order: ServiceOrder = { orderId, action, confirmedAt: at, ...(alert ? { alert } : {}) };
    const alerts = await this.mirror.listAlerts();
    const [before, after] = await this.feed.build([inForce, [...inForce, order]], alerts, now);
    const changed = compareFeeds(before!, after!);
    const findings = findFaults(before!, after!, changed, now);
    const keys = new Set(keysOfAction(action));
    const others = rows.filter((row) => keysOfAction(row.action).some((key) => keys.has(key)));
    const marks = others.map(({ order_id, revision }) => `${order_id} ${revision}`);
    const consequences = foreseeOrder(context, action, changed, alert?.effect, now);
    return {
      fingerprint: `${at}-${markOf(action, alert ?? null, schedule.feedVersion, marks, changed)}`,
      at,
      feedVersion: schedule.feedVersion,
      summary: describeOrder(schedule, action),
      entities: changed.slice(0, MOST_ENTITIES).map(printChange),
      entityCount: changed.length,
      alert: alert ?? null,
      riderText: alert ? riderTextOf(alert) : null,
      boards: listBoardLines(context, changed),
      consequences,
      findings,
      others: others.map((row) => toOrderView(row)),
      needsSecondPerson: this.config.RUKH_FOUR_EYES && needsSecondPerson(action),
      canConfirm: !findings.some(({ severity }) => severity === 'error'),
    };
  }

  /** @throws Problem 409 where it would do something else than the preview showed, or is ordered already */
  async confirm(wish: Confirmation, by: Principal, key: string): Promise<OrderView> {
    const hash = createHash('sha256').update(JSON.stringify(wish)).digest('hex');
    const author = authorOf(by);
    const done = await this.store.change(async (on) => {
      const known = await this.store.findRequest(on, by.userId, key);
      if (known) {
        if (known.request_hash !== hash) {
          throw conflict('key_reused', 'This Idempotency-Key was used for another order.', []);
        }
        return { row: (await this.store.find(known.order_id, on))!, entry: undefined };
      }
      const draft = wish.draftId === undefined ? undefined : await this.store.find(wish.draftId, on);
      if (this.config.RUKH_FOUR_EYES) refuseAlone(wish.action, draft, by);
      const active = await this.store.listActive(on);
      const at = previewedAt(wish.fingerprint) ?? Math.floor(Date.now() / 1000);
      const orderId = nameOrder(wish.action, at);
      const preview = await this.preview(wish, at, orderId, active);
      refuseStale(wish, preview, active);
      const { context } = this.feed;
      const end = findOrderEnd(context, wish.action);
      const row = await this.store.confirm(on, {
        order_id: orderId,
        action: wish.action,
        alert: preview.alert,
        summary: preview.summary,
        reason: wish.reason,
        by: author,
        askedBy: draft?.created_by,
        at: Date.now() / 1000,
        confirmedAt: at,
        endsAt: end === Infinity ? null : end,
      });
      await this.store.keepRequest(on, by.userId, key, hash, orderId);
      const entry = await this.journal.add(
        {
          by: author,
          kind: 'order',
          event: 'order.confirmed',
          text: row.summary,
          reason: wish.reason,
          orderId,
          ...(wish.exceptionId === undefined ? {} : { exceptionId: wish.exceptionId }),
          before: preview.entities.map(({ feed, id, before }) => ({ feed, id, text: before ?? null })),
          after: preview.entities.map(({ feed, id, after }) => ({ feed, id, text: after ?? null })),
        },
        on,
      );
      return { row, entry };
    });
    if (done.entry) await this.#told(done.row.order_id, done.entry);
    if (wish.draftId !== undefined) await this.store.dropDraft(wish.draftId);
    if (wish.exceptionId !== undefined && done.entry) this.#solve(wish.exceptionId, by, done.row);
    return toOrderView(done.row);
  }

  /** Keeps what is not given yet; what a second person has to confirm is told of at once. */
  async keepDraft(
    orderId: string,
    { action, reason, alert }: Wish,
    by: Principal,
  ): Promise<OrderRow | undefined> {
    const summary = describeOrder(this.feed.context.schedule, action);
    const author = authorOf(by);
    const draft = { action, summary, reason: reason ?? null, alert_input: alert ?? null };
    const row = await this.store.saveDraft(orderId, draft, author);
    if (!row || !needsSecondPerson(action)) return row;
    const line = { by: author, kind: 'order' as const, event: 'order.asked', text: summary, orderId };
    this.journal.tell(await this.journal.add(reason ? { ...line, reason } : line));
    this.events.publish('orders', { orderId });
    return row;
  }

  async dropDraft(orderId: string): Promise<boolean> {
    const isGone = await this.store.dropDraft(orderId);
    if (isGone) this.events.publish('orders', { orderId });
    return isGone;
  }

  /** What the order answers is done with; what somebody else sees to stays theirs. */
  #solve(exceptionId: string, by: Principal, { order_id, summary }: OrderRow): void {
    const exception = this.exceptions.find(exceptionId);
    if (!exception || !permissionsOf(by.roles).has('exceptions.handle')) return;
    if (!seesCarrier(by, exception.carrierId)) return;
    const note = `${order_id}: ${summary.uk} / ${summary.en}`;
    this.exceptions.handle(exceptionId, by, { handling: 'solve', until: 0, note });
  }

  /** @throws Problem 404, or 409 that says who ended it */
  async undo(orderId: string, reason: OrderReason, by: Principal): Promise<OrderView> {
    const done = await this.store.change(async (on) => {
      const before = await this.store.find(orderId, on);
      if (!before) throw new Problem(404, { detail: 'There is no such order.' });
      const row = await this.store.end(on, orderId, 'undone', authorOf(by), reason);
      if (!row) throw conflict('not_active', `It is not in force: ${endOf(before)}.`, [before]);
      const entry = await this.#noteEnd(row, before, 'order.undone', authorOf(by), reason, on);
      return { row, entry };
    });
    await this.#told(orderId, done.entry);
    return toOrderView(done.row);
  }

  /** Ends what has no effect any more. */
  async expire(): Promise<void> {
    const now = Date.now() / 1000;
    const rows = await this.store.listActive();
    for (const { order_id } of rows.filter(({ ends_at }) => ends_at !== null && ends_at <= now)) {
      const entry = await this.store.change(async (on) => {
        const before = await this.store.find(order_id, on);
        const row = await this.store.end(on, order_id, 'expired', SYSTEM, null);
        return row && before ? this.#noteEnd(row, before, 'order.expired', SYSTEM, undefined, on) : undefined;
      });
      if (entry) await this.#told(order_id, entry);
    }
  }

  #noteEnd(
    row: OrderRow,
    before: OrderRow,
    event: string,
    by: Author,
    reason: OrderReason | undefined,
    on: Parameters<Journal['add']>[1],
  ): ReturnType<Journal['add']> {
    const line = {
      by,
      kind: 'order' as const,
      event,
      text: row.summary,
      orderId: row.order_id,
      before: toOrderView(before),
      after: toOrderView(row),
    };
    return this.journal.add(reason ? { ...line, reason } : line, on);
  }

  async #told(orderId: string, entry: Awaited<ReturnType<Journal['add']>>): Promise<void> {
    await this.mirror.look();
    this.events.publish('orders', { orderId });
    this.journal.tell(entry);
  }
}

function riderTextOf(alert: ServiceAlert): NonNullable<OrderPreview['riderText']> {
  const of = (language: 'uk' | 'en'): NonNullable<OrderPreview['riderText']>['uk'] => ({
    header: alert.header[language] ?? '',
    description: alert.description[language] ?? '',
    ttsHeader: alert.ttsHeader?.[language] ?? '',
    ttsDescription: alert.ttsDescription?.[language] ?? '',
  });
  return { uk: of('uk'), en: of('en') };
}

/** The same wish at the same instant has the same name, so that the preview shows the entities by their ids. */
function nameOrder(action: ServiceOrderAction, at: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([action, at]))
    .digest('hex');
  return `${at.toString(36)}${digest.slice(0, 10)}`;
}

export function nameDraft(): string {
  return `draft-${randomBytes(8).toString('hex')}`;
}

export function authorOf({ userId, name }: Principal): Author {
  return { userId, name };
}

function previewedAt(fingerprint: string | undefined): number | undefined {
  if (fingerprint === undefined) return undefined;
  const at = Number(fingerprint.split('-')[0]);
  const age = Date.now() / 1000 - at;
  if (!(age >= -5 && age <= PREVIEW_SECONDS)) {
    throw conflict('stale_preview', 'The preview is too old: look again.', []);
  }
  return at;
}
