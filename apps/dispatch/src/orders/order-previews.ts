/** What an order would do, to the byte of what is published, before it is given. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type OrderPreview,
  composeAlert,
  describeOrder,
  foreseeOrder,
  keysOfAction,
  listBoardLines,
  listChangedTimes,
} from '@rukh/domain/dispatch';
import type { FeedEntity, ServiceAlert, ServiceOrder, ServiceOrderAction } from '@rukh/domain/realtime';
import type { DispatchConfig } from '../config.js';
import { ToldDrivers } from '../drivers/told-drivers.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { FollowLoads } from '../live/follow-loads.js';
import { FeedMirror } from './feed-mirror.js';
import { NoticeMirror } from './notice-mirror.js';
import { type OrderRow, OrderStore, toOrderView, toServiceOrder } from './order-store.js';
import { compareFeeds, findFaults, markOf, printChange } from './preview-order.js';
import { isOfTwo } from './refuse-alone.js';
import type { Wish } from './wish.js';

const MOST_ENTITIES = 100;

@Injectable()
export class OrderPreviews {
  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly store: OrderStore,
    private readonly mirror: NoticeMirror,
    private readonly feed: FeedMirror,
    private readonly loads: FollowLoads,
    private readonly drivers: ToldDrivers,
  ) {}

  /** What orders are judged by. @throws Problem 503 while there is no schedule */
  get context(): FeedMirror['context'] {
    return this.feed.context;
  }

  /** Whether a second person confirms it. */
  needsSecondPerson(action: ServiceOrderAction): boolean {
    return this.config.RUKH_FOUR_EYES && isOfTwo(action);
  }

  /** @param previewedAt what an earlier preview held for, epoch seconds @param told orders that feeds know of, where read */
  async make(wish: Wish, previewedAt?: number, told?: readonly OrderRow[]): Promise<OrderPreview> {
    const { action, reason } = wish;
    const { context } = this.feed;
    const { schedule } = context;
    const now = Date.now() / 1000;
    const rows = told ?? (await this.store.listTold());
    const active = rows.filter(({ state }) => state === 'active');
    const keys = new Set(keysOfAction(action));
    const others = active.filter((row) => keysOfAction(row.action).some((key) => keys.has(key)));
    const at = previewedAt ?? laterThan(others, now);
    const orderId = nameOrder(action, at);
    const known = rows.map(toServiceOrder);
    const alert = composeAlert(schedule, orderId, action, wish.alert, reason?.code);
    const order: ServiceOrder = { orderId, action, confirmedAt: at, ...(alert ? { alert } : {}) };
    const alerts = await this.mirror.listAlerts();
    const [before, after] = await this.feed.build([known, [...known, order]], alerts, now);
    const changed = compareFeeds(before!, after!);
    const findings = findFaults(before!, after!, changed, now);
    const marks = others.map(({ order_id, revision }) => `${order_id} ${revision}`);
    const published = before!.lists['vehicle-positions'] ?? [];
    const vehicles = { published, occupancies: this.loads.occupancies };
    const consequences = foreseeOrder(context, action, changed, alert?.effect, vehicles, now);
    return {
      fingerprint: `${at}-${markOf(action, alert ?? null, schedule.feedVersion, marks, changed)}`,
      at,
      feedVersion: schedule.feedVersion,
      summary: describeOrder(schedule, action, labelsOf(published)),
      entities: changed.slice(0, MOST_ENTITIES).map(printChange),
      entityCount: changed.length,
      alert: alert ?? null,
      riderText: alert ? riderTextOf(alert) : null,
      boards: listBoardLines(context, changed, now),
      times: listChangedTimes(context, changed),
      consequences,
      ...this.drivers.preview([...active.map(toServiceOrder), order], orderId),
      findings,
      others: others.map((row) => toOrderView(row)),
      needsSecondPerson: this.needsSecondPerson(action),
      canConfirm: !findings.some(({ severity }) => severity === 'error'),
    };
  }
}

function labelsOf(positions: readonly FeedEntity[]): Map<string, string> {
  return new Map(
    positions.flatMap(({ vehicle }): [string, string][] => {
      const { id, label } = vehicle?.vehicle ?? {};
      return id !== undefined && label !== undefined ? [[id, label]] : [];
    }),
  );
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

/** Whole seconds; of two orders on one thing the later one holds, also where both are of one second. */
function laterThan(others: readonly OrderRow[], now: number): number {
  return Math.max(Math.floor(now), ...others.map(({ confirmed_at }) => (confirmed_at ?? 0) + 1));
}

/** The same wish at the same instant has the same name, so that the preview shows the entities by their ids. */
export function nameOrder(action: ServiceOrderAction, at: number): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([action, at]))
    .digest('hex');
  return `${at.toString(36)}${digest.slice(0, 10)}`;
}
