import { createHash } from 'node:crypto';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  type Author,
  type ConfirmedOrder,
  type OrderPreview,
  type OrderReason,
  type OrderView,
  type Principal,
  permissionsOf,
  seesCarrier,
} from '@rukh/domain/dispatch';
import { findOrderEnd } from '@rukh/domain/realtime';
import { Problem } from '@rukh/service';
import { ExceptionsService } from '../exceptions/exceptions.service.js';
import { Journal, authorOf } from '../journal/journal.js';
import { WatchMetrics } from '../live/watch-metrics.js';
import { OrderPreviews, nameOrder } from './order-previews.js';
import type { Wish } from './wish.js';
import { type Connection, type OrderRow, OrderStore, isTold, toOrderView } from './order-store.js';
import { refuseAlone } from './refuse-alone.js';
import { conflict, endOf, refuseStale } from './refuse-conflict.js';
import { OrderNews } from './tell-order.js';

const EXPIRE_EVERY_MS = 5000;
/** A preview can be confirmed for so long. */
const PREVIEW_SECONDS = 900;
const SYSTEM: Author = { userId: 'system', name: 'Rukh' };

export interface Confirmation extends Wish {
  readonly reason: OrderReason;
  readonly fingerprint?: string | undefined;
  readonly draftId?: string | undefined;
  readonly exceptionId?: string | undefined;
}

/** By which a request that is sent twice is known. */
interface Request {
  readonly key: string;
  readonly hash: string;
}

interface Ordered {
  readonly row: OrderRow;
  readonly entry: Awaited<ReturnType<Journal['add']>>;
}

/** Orders: seen before they are given, given once, told of at once, taken back without a trace. */
@Injectable()
export class OrdersService implements OnModuleInit, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: OrderStore,
    private readonly previews: OrderPreviews,
    private readonly journal: Journal,
    private readonly exceptions: ExceptionsService,
    private readonly news: OrderNews,
    private readonly metrics: WatchMetrics,
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

  /** @throws Problem 409 where it would do something else than the preview showed, or is ordered already */
  async confirm(wish: Confirmation, by: Principal, key: string): Promise<ConfirmedOrder> {
    const request = { key, hash: createHash('sha256').update(JSON.stringify(wish)).digest('hex') };
    const done = await this.store.change(async (on) => {
      const row = await this.#recall(request, by, on);
      return row ? { row, entry: undefined } : this.#order(wish, request, by, on);
    });
    if (done.entry) await this.news.tell(done.row.order_id, done.entry);
    const { exceptionId } = wish;
    const owner = exceptionId !== undefined && done.entry && this.#solve(exceptionId, by, done.row);
    return { ...toOrderView(done.row), ...(owner ? { exceptionTakenBy: owner } : {}) };
  }

  /** What the same request made when it came first. */
  async #recall({ key, hash }: Request, by: Principal, on: Connection): Promise<OrderRow | undefined> {
    const known = await this.store.findRequest(on, by.userId, key);
    if (!known) return undefined;
    if (known.request_hash !== hash) {
      throw conflict('key_reused', 'This Idempotency-Key was used for another order.', []);
    }
    return this.store.find(known.order_id, on);
  }

  async #order(wish: Confirmation, { key, hash }: Request, by: Principal, on: Connection): Promise<Ordered> {
    const draft = wish.draftId === undefined ? undefined : await this.store.find(wish.draftId, on);
    if (this.previews.needsSecondPerson(wish.action)) refuseAlone(wish, draft, by);
    const told = await this.store.listTold(on);
    const preview = await this.previews.make(wish, previewedAt(wish.fingerprint), told);
    refuseStale(
      wish,
      preview,
      told.filter(({ state }) => state === 'active'),
    );
    const end = findOrderEnd(this.previews.context, wish.action);
    const row = await this.store.confirm(on, {
      order_id: nameOrder(wish.action, preview.at),
      action: wish.action,
      alert: preview.alert,
      summary: preview.summary,
      reason: wish.reason,
      by: authorOf(by),
      askedBy: draft?.created_by,
      at: Date.now() / 1000,
      confirmedAt: preview.at,
      endsAt: end === Infinity ? null : end,
    });
    if (!row) throw conflict('stale_preview', 'It was taken back since the preview: look again.', []);
    await this.store.keepRequest(on, by.userId, key, hash, row.order_id);
    const entry = await this.#noteConfirmed(row, wish, preview, authorOf(by), on);
    if (wish.draftId !== undefined) await this.store.dropDraft(wish.draftId, on);
    return { row, entry };
  }

  #noteConfirmed(
    row: OrderRow,
    { reason, exceptionId }: Confirmation,
    { entities }: OrderPreview,
    by: Author,
    on: Connection,
  ): ReturnType<Journal['add']> {
    const line = { by, kind: 'order' as const, event: 'order.confirmed', text: row.summary, reason };
    return this.journal.add(
      {
        ...line,
        orderId: row.order_id,
        ...(exceptionId === undefined ? {} : { exceptionId }),
        before: entities.map(({ feed, id, before }) => ({ feed, id, text: before ?? null })),
        after: entities.map(({ feed, id, after }) => ({ feed, id, text: after ?? null })),
      },
      on,
    );
  }

  /** What the order answers is done with. @returns whose it is and stays, where somebody else sees to it */
  #solve(exceptionId: string, by: Principal, { order_id, summary }: OrderRow): Author | undefined {
    const exception = this.exceptions.find(exceptionId);
    if (!exception || !permissionsOf(by).has('exceptions.handle')) return undefined;
    if (!seesCarrier(by, exception.carrierId)) return undefined;
    const note = `${order_id}: ${summary.uk} / ${summary.en}`;
    const solved = this.exceptions.handle(exceptionId, by, { handling: 'solve', until: 0, note });
    if (solved !== 'taken_by_another' || !exception.takenBy) return undefined;
    const { userId, name } = exception.takenBy;
    return { userId, name };
  }

  /** @throws Problem 404, or 409 that says who ended it */
  async undo(orderId: string, reason: OrderReason, by: Principal): Promise<OrderView> {
    const done = await this.store.change(async (on) => {
      const before = await this.store.find(orderId, on);
      if (!before) throw new Problem(404, { detail: 'There is no such order.' });
      const told = isTold(before, Date.now() / 1000);
      const row = await this.store.end(on, orderId, 'undone', authorOf(by), reason, told);
      if (!row) throw conflict('not_active', `It is not in force: ${endOf(before)}.`, [before]);
      const entry = await this.#noteEnd(row, before, 'order.undone', authorOf(by), reason, on);
      return { row, entry };
    });
    await this.news.tell(orderId, done.entry);
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
      if (entry) await this.news.tell(order_id, entry);
    }
  }

  #noteEnd(
    row: OrderRow,
    before: OrderRow,
    event: string,
    by: Author,
    reason: OrderReason | undefined,
    on: Connection,
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
