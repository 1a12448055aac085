import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DeviceReader } from '@rukh/adapters/postgres';
import type { Device } from '@rukh/domain/taps';
import { AskTogether } from '../intake/ask-together.js';

/** How soon a change made by another process is known here. */
const POLL_MS = 1_000;
/** A change counts from its commit, which may be a while after its time: these are looked at again. */
const OVERLAP_MS = 10_000;
/** Names that are none are asked for once in so long, and so many are remembered. */
const UNKNOWN_MS = 5_000;
const MAX_UNKNOWN = 10_000;
/** Devices read in one query. */
const MOST_READ = 500;

/**
 * Devices in memory, read when first heard of and again when something of them was changed. While the database is away
 * those that are known stay known.
 */
@Injectable()
export class DeviceRegistry implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger('DeviceRegistry');
  readonly #devices = new Map<string, Device>();
  readonly #unknown = new Map<string, number>();
  readonly #asked: AskTogether<Device | undefined>;
  #timer: NodeJS.Timeout | undefined;
  #polledToMs = Date.now();

  constructor(@Inject(DeviceReader) private readonly reader: DeviceReader) {
    this.#asked = new AskTogether((ids) => this.#read(ids), MOST_READ);
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.#poll(), POLL_MS);
    this.#timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** At once where the device is known. Rejects where it is not and the database is away. */
  find(deviceId: string): Device | undefined | Promise<Device | undefined> {
    const device = this.#devices.get(deviceId);
    if (device) return device;
    if ((this.#unknown.get(deviceId) ?? 0) > Date.now()) return undefined;
    return this.#asked.get(deviceId);
  }

  /** Forgets what is known of a device that was just changed here. */
  forget(deviceId: string): void {
    this.#devices.delete(deviceId);
    this.#unknown.delete(deviceId);
    this.#asked.forget(deviceId);
  }

  async #read(deviceIds: readonly string[]): Promise<(Device | undefined)[]> {
    const found = new Map((await this.reader.find(deviceIds)).map((device) => [device.deviceId, device]));
    for (const deviceId of deviceIds) this.#note(deviceId, found.get(deviceId));
    return deviceIds.map((deviceId) => found.get(deviceId));
  }

  #note(deviceId: string, device: Device | undefined): void {
    if (device) {
      this.#devices.set(deviceId, device);
      return;
    }
    if (this.#unknown.size >= MAX_UNKNOWN) this.#unknown.clear();
    this.#unknown.set(deviceId, Date.now() + UNKNOWN_MS);
  }

  async #poll(): Promise<void> {
    const nowMs = Date.now();
    try {
      const changed = await this.reader.listChangedSince(this.#polledToMs - OVERLAP_MS);
      for (const deviceId of changed) this.#unknown.delete(deviceId);
      const known = changed.filter((deviceId) => this.#devices.has(deviceId));
      if (known.length > 0) {
        for (const device of await this.reader.find(known)) this.#devices.set(device.deviceId, device);
      }
      this.#polledToMs = nowMs;
    } catch (error) {
      this.#logger.debug(`devices could not be read: ${(error as Error).message}`);
    }
  }
}
