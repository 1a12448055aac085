import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { encodePositions } from '@rukh/adapters/protobuf';
import { type Redis, StreamWriter, connectRedis } from '@rukh/adapters/redis';
import type { VehiclePosition } from '@rukh/domain/vehicle';
import { HealthRegistry } from '@rukh/service';
import type { IngestConfig } from '../config.js';
import { INGEST_CONFIG } from '../tokens.js';
import { IngestMetrics } from './ingest-metrics.js';

/** For how long senders are held back before the oldest positions are dropped instead: half a keepalive. */
const MAX_HOLD_SECONDS = 15;

/**
 * The end of ingest: judged positions on their way into Redis. While Redis is away a bounded number waits.
 * First the senders that can wait are held back, so that a short absence loses nothing; when it lasts, they are
 * let go and the oldest positions make way for the newest, counted, because of live positions the newest are
 * worth the most and a held connection would be taken for dead.
 */
@Injectable()
export class PositionsStream implements OnApplicationShutdown {
  /** Also for elections among ingest processes. */
  readonly redis: Redis;
  readonly #writer: StreamWriter<VehiclePosition>;
  readonly #capacity: number;
  #fullSince: number | undefined;

  constructor(@Inject(INGEST_CONFIG) config: IngestConfig, metrics: IngestMetrics, health: HealthRegistry) {
    const onError = (): void => metrics.errors.inc({ where: 'redis' });
    this.redis = connectRedis(config.REDIS_URL, { name: 'ingest', onError });
    this.#capacity = config.RUKH_INGEST_BUFFER_POSITIONS;
    this.#writer = new StreamWriter<VehiclePosition>(this.redis, {
      stream: `rukh:{${config.RUKH_AGENCY}}:positions`,
      maxLengthEntries: config.RUKH_POSITIONS_STREAM_ENTRIES,
      maxBufferedItems: this.#capacity,
      encode: encodePositions,
      onDropped: (reason, count) => metrics.dropped.inc({ reason }, count),
      onSent: (items) => metrics.sent.inc(items),
      onError,
    });
    metrics.watch(
      'rukh_ingest_waiting_positions',
      'Positions not yet known to be in the stream',
      () => this.waitingPositions,
    );
    health.register('ingest_stream', () => Promise.resolve(this.#health()), { critical: false });
  }

  get waitingPositions(): number {
    return this.#writer.waitingItems;
  }

  /** Whether more than half of the buffer is taken: who can come again later should. */
  get isCrowded(): boolean {
    return this.waitingPositions * 2 > this.#capacity;
  }

  write(position: VehiclePosition): void {
    this.#writer.write(position);
  }

  /** A promise for the sender to wait for before it sends more; undefined where there is room. */
  hold(): Promise<void> | undefined {
    if (!this.isCrowded) {
      this.#fullSince = undefined;
      return undefined;
    }
    this.#fullSince ??= performance.now();
    const leftMs = MAX_HOLD_SECONDS * 1000 - (performance.now() - this.#fullSince);
    if (leftMs <= 0) return undefined;
    return this.#untilRoom(leftMs);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#writer.close();
    this.redis.disconnect();
  }

  async #untilRoom(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    await Promise.race([this.#writer.untilRoom(), timeout]);
    clearTimeout(timer);
  }

  #health(): { ok: boolean; detail?: string } {
    if (this.redis.status === 'ready' && !this.isCrowded) return { ok: true };
    return { ok: false, detail: `Redis is away; ${this.waitingPositions} positions wait` };
  }
}
