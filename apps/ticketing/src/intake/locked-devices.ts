import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DeviceReader } from '@rukh/adapters/postgres';
import { Loop } from '../loop.js';

const EVERY_MS = 1000;

/** The devices on whose vehicle tickets are being inspected now, as known a second ago. Told with every receipt. */
@Injectable()
export class LockedDevices implements OnApplicationBootstrap, OnApplicationShutdown {
  #locked: ReadonlySet<string> = new Set();
  #loop: Loop | undefined;

  constructor(@Inject(DeviceReader) private readonly devices: DeviceReader) {}

  has(deviceId: string): boolean {
    return this.#locked.has(deviceId);
  }

  onApplicationBootstrap(): void {
    // While the database is away, what was known holds: an inspection goes on.
    this.#loop = new Loop(
      () => this.#look(),
      EVERY_MS,
      () => undefined,
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#loop?.stop();
  }

  async #look(): Promise<boolean> {
    this.#locked = new Set(await this.devices.listLocked());
    return false;
  }
}
