import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEVICE_ID } from '@rukh/domain/taps';
import { z } from 'zod';
import { DeviceKey } from './device-key.js';

/** The device's own account at the broker. */
export const mqttAccount = z.object({ username: z.string(), password: z.string() });
export type MqttAccount = z.output<typeof mqttAccount>;

/** What a validator's folder says of it, beside its key and its journal. */
const deviceFile = z.object({
  deviceId: z.string().regex(DEVICE_ID),
  keyId: z.string(),
  /** When the back office took the key, ISO 8601; absent until then. */
  enrolledAt: z.string().optional(),
  mqtt: mqttAccount.optional(),
});
type DeviceFile = z.output<typeof deviceFile>;

/** Thrown with a sentence for whoever stands before the device. */
export class DeviceHomeError extends Error {
  override readonly name = 'DeviceHomeError';
}

/** The folder in which a validator keeps what must outlive it. */
export class DeviceHome {
  private constructor(
    readonly folder: string,
    readonly key: DeviceKey,
    private file: DeviceFile,
  ) {}

  /** Throws a DeviceHomeError where the folder is another device's. */
  static open(folder: string, deviceId: string): DeviceHome {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, 'device.json');
    const key = DeviceKey.openOrMake(join(folder, 'device.key'));
    if (!existsSync(path)) {
      const home = new DeviceHome(folder, key, { deviceId, keyId: key.keyId });
      home.#write();
      return home;
    }
    const file = deviceFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    if (file.deviceId !== deviceId) {
      throw new DeviceHomeError(`${folder} is the home of ${file.deviceId}, not of ${deviceId}`);
    }
    return new DeviceHome(folder, key, file);
  }

  get journalPath(): string {
    return join(this.folder, 'journal.log');
  }

  get isEnrolled(): boolean {
    return this.file.enrolledAt !== undefined;
  }

  get mqttAccount(): MqttAccount | undefined {
    return this.file.mqtt;
  }

  noteEnrolled(mqtt: MqttAccount | undefined): void {
    this.file = { ...this.file, enrolledAt: new Date().toISOString(), mqtt };
    this.#write();
  }

  #write(): void {
    writeFileSync(join(this.folder, 'device.json'), `${JSON.stringify(this.file, undefined, 2)}\n`, {
      mode: 0o600,
    });
  }
}
