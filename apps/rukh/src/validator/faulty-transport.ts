import { setTimeout as delay } from 'node:timers/promises';
import type { DeviceTroubleRates } from '@rukh/domain/simulation';
import type { TapReceipt } from '@rukh/domain/taps';
import type { DeviceTransport } from './device-transport.js';

/** Longer than a validator waits for a receipt, so that what was held up is overtaken by what was sent again. */
const LONGEST_HOLD_UP_MS = 6000;

/** A way to the back office on which messages are doubled and overtake each other. */
export class FaultyTransport implements DeviceTransport {
  doubled = 0;
  heldUp = 0;

  constructor(
    private readonly way: DeviceTransport,
    private readonly rates: Pick<DeviceTroubleRates, 'duplicate' | 'reorder'>,
    private readonly random: () => number,
  ) {}

  async sendTaps(deviceId: string, message: Uint8Array): Promise<TapReceipt | undefined> {
    if (this.random() < this.rates.reorder) {
      this.heldUp++;
      await delay(this.random() * LONGEST_HOLD_UP_MS);
    }
    if (this.random() < this.rates.duplicate) {
      this.doubled++;
      this.way.sendTaps(deviceId, message).catch(() => undefined);
    }
    return this.way.sendTaps(deviceId, message);
  }

  sendHeartbeat(deviceId: string, message: Uint8Array): Promise<TapReceipt | undefined> {
    return this.way.sendHeartbeat(deviceId, message);
  }

  watch(onChange: (isUp: boolean) => void): void {
    this.way.watch(onChange);
  }

  close(): Promise<void> {
    return this.way.close();
  }
}
