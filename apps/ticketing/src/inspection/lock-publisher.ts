/**
 * Tells validators at once that they are locked, or free again, where there is a broker. It is a hint: what holds is
 * in the database (`ticketing.locked_devices`), and every receipt says it too.
 */
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { MqttPublisher } from '@rukh/adapters/mqtt';
import { findBroker } from '@rukh/service';
import type { TicketingConfig } from '../config.js';
import { TICKETING_CONFIG } from '../tokens.js';

@Injectable()
export class LockPublisher implements OnApplicationShutdown {
  readonly #publisher: MqttPublisher | undefined;

  constructor(@Inject(TICKETING_CONFIG) private readonly config: TicketingConfig) {
    const endpoint = findBroker(config);
    if (!endpoint) return;
    this.#publisher = new MqttPublisher({
      endpoint,
      clientIdPrefix: 'rukh-inspection',
    });
    this.#publisher.start();
  }

  publish(
    deviceIds: readonly string[],
    lock: { readonly sessionId: number; readonly isLocked: boolean },
  ): void {
    const payload = Buffer.from(JSON.stringify({ type: 'INSPECTION', ...lock }));
    for (const deviceId of deviceIds) {
      const topic = `rukh/v1/${this.config.RUKH_AGENCY}/device/${deviceId}/commands`;
      void this.#publisher?.publish(topic, payload, { sender: deviceId });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#publisher?.stop();
  }
}
