/**
 * Tells devices of the deny list over MQTT: the head on each change and every half minute, so that one that hears nothing
 * knows that its list grows old; what changed since the last snapshot; and the snapshot itself, where a broker takes a
 * message so large. All are retained. Whatever does not get through is fetched over HTTPS, where the head points to.
 */
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { ListDocument } from '@rukh/adapters/deny-list';
import { MqttPublisher } from '@rukh/adapters/mqtt';
import { findBroker } from '@rukh/service';
import type { TicketingConfig } from '../../config.js';
import { TICKETING_CONFIG } from '../../tokens.js';
import { DenyListBoard } from './deny-list-board.js';

const HEAD_MS = 30_000;
/** Below what brokers take by default; ours takes 256 KiB. */
const MOST_BYTES = 200_000;

@Injectable()
export class DenyListBroadcast implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('DenyListBroadcast');
  readonly #publisher: MqttPublisher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #told = { snapshot: 0, version: 0 };

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly board: DenyListBoard,
  ) {
    const endpoint = findBroker(config);
    if (!endpoint) return;
    this.#publisher = new MqttPublisher({
      endpoint,
      clientIdPrefix: 'rukh-deny-list',
    });
  }

  onApplicationBootstrap(): void {
    if (!this.#publisher) return;
    this.#publisher.start();
    this.board.onVersion(() => void this.#tell());
    this.#timer = setInterval(() => void this.#tell(), HEAD_MS);
    this.#timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#publisher?.stop();
  }

  async #tell(): Promise<void> {
    const { shelf } = this.board;
    if (shelf.version === 0) return;
    const nowMs = Date.now();
    const snapshot = shelf.getSnapshot();
    if (snapshot.version !== this.#told.snapshot && (await this.#send(snapshot))) {
      this.#told.snapshot = snapshot.version;
    }
    if (shelf.version > snapshot.version && shelf.version !== this.#told.version) {
      const isTold = await this.#send(shelf.signDelta(snapshot.version, nowMs));
      if (isTold) this.#told.version = shelf.version;
    }
    await this.#send(shelf.signHead(nowMs));
  }

  /** Answers whether it need not be tried again. */
  async #send(document: ListDocument): Promise<boolean> {
    const bytes = Buffer.from(JSON.stringify(document));
    if (bytes.length > MOST_BYTES) return true;
    const topic = `rukh/v1/${this.config.RUKH_AGENCY}/denylist/${document.kind}`;
    const isTaken = await this.#publisher!.publish(topic, bytes, { retain: true });
    if (!isTaken) this.#logger.debug(`the ${document.kind} was not taken by the broker`);
    return isTaken;
  }
}
