import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { MqttPublisher } from '@rukh/adapters/mqtt';
import { DeviceReader } from '@rukh/adapters/postgres';
import { findBroker } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { Loop } from '../loop.js';
import { TICKETING_CONFIG } from '../tokens.js';

/** The broker keeps nothing over a restart, so that it is told again and again. */
const PAUSE_MS = 1_500;
/** Devices in one message, far below what the broker takes. */
const MOST_TOLD = 2_000;

/**
 * Tells the embedded broker which accounts of devices have ended: those of before a device was revoked or enrolled anew.
 * A broker of the city's own has accounts of its own.
 */
@Injectable()
export class AccountEnder implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('AccountEnder');
  readonly #publisher: MqttPublisher | undefined;
  #loop: Loop | undefined;

  constructor(
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly reader: DeviceReader,
  ) {
    const endpoint = findBroker(config);
    if (!endpoint || config.RUKH_MQTT_DEVICE_KEY === undefined) return;
    this.#publisher = new MqttPublisher({ endpoint, clientIdPrefix: 'rukh-accounts' });
  }

  onApplicationBootstrap(): void {
    const publisher = this.#publisher;
    if (!publisher) return;
    publisher.start();
    this.#loop = new Loop(
      () => this.#tell(publisher),
      PAUSE_MS,
      ({ message }) => {
        this.#logger.debug(`accounts that ended could not be told: ${message}`);
      },
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop?.stop();
    await this.#publisher?.stop();
  }

  async #tell(publisher: MqttPublisher): Promise<boolean> {
    const ended = await this.reader.listEndedAccounts();
    for (let at = 0; at < ended.length; at += MOST_TOLD) {
      const told = ended.slice(at, at + MOST_TOLD).map(({ deviceId, number }) => [deviceId, number] as const);
      const payload = Buffer.from(JSON.stringify(Object.fromEntries(told)));
      await publisher.publish(`rukh/v1/${this.config.RUKH_AGENCY}/device-accounts/ended`, payload);
    }
    return false;
  }
}
