import type { Redis } from '@rukh/adapters/redis';
import { noticeKeys, parseAlert, parseOrder } from '@rukh/adapters/notices';
import type { ServiceAlert, ServiceOrder } from '@rukh/domain/realtime';

export interface Notices {
  readonly alerts: readonly ServiceAlert[];
  readonly orders: readonly ServiceOrder[];
  /** Ids of notices, new since the last reading, that are malformed. */
  readonly unreadable: readonly string[];
}

/**
 * What dispatchers wrote down: alerts and orders, each a hash of id to JSON. One whose text is the same as before is
 * the same object again, so that nothing is made anew of it.
 */
export class NoticeStore {
  #alerts = new Map<string, ServiceAlert | undefined>();
  #orders = new Map<string, ServiceOrder | undefined>();
  readonly #keys: ReturnType<typeof noticeKeys>;

  constructor(
    private readonly redis: Redis,
    agency: string,
  ) {
    this.#keys = noticeKeys(agency);
  }

  async read(): Promise<Notices> {
    const [alertTexts, orderTexts] = await Promise.all([
      this.redis.hgetall(this.#keys.alerts),
      this.redis.hgetall(this.#keys.orders),
    ]);
    const alerts = readNotices(alertTexts, this.#alerts, parseAlert);
    const orders = readNotices(orderTexts, this.#orders, (_, text) => parseOrder(text));
    this.#alerts = alerts.known;
    this.#orders = orders.known;
    return {
      alerts: [...alerts.known.values()].filter((alert) => alert !== undefined),
      orders: [...orders.known.values()].filter((order) => order !== undefined),
      unreadable: [...alerts.unreadable, ...orders.unreadable],
    };
  }
}

/** The notices by id and text; those known are not parsed again. */
function readNotices<T>(
  texts: Readonly<Record<string, string>>,
  before: ReadonlyMap<string, T | undefined>,
  parse: (id: string, text: string) => T | undefined,
): { known: Map<string, T | undefined>; unreadable: string[] } {
  const known = new Map<string, T | undefined>();
  const unreadable: string[] = [];
  for (const [id, text] of Object.entries(texts).sort()) {
    const key = `${id} ${text}`;
    const notice = before.has(key) ? before.get(key) : parse(id, text);
    if (notice === undefined && !before.has(key)) unreadable.push(id);
    known.set(key, notice);
  }
  return { known, unreadable };
}
