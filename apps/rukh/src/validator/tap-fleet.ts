import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type DeviceTroubleRates,
  type TapDayOptions,
  planDeviceTroubles,
  planTapDay,
} from '@rukh/domain/simulation';
import { DeviceKey } from './device-key.js';
import { DeviceSigner } from './device-signer.js';
import type { DeviceTransport } from './device-transport.js';
import { FaultyTransport } from './faulty-transport.js';
import { FleetOffice } from './fleet-office.js';
import { HttpTransport } from './http-transport.js';
import { MqttTransport } from './mqtt-transport.js';
import { SessionDesk } from './session-desk.js';
import { SimulatedDevice } from './simulated-device.js';

/** Thousands of validators in one process, each with its own disk, key, clock and troubles. */
export interface TapFleetOptions extends TapDayOptions {
  /** Folder of the journals. */
  readonly home: string;
  readonly url?: string;
  readonly mqtt?: string;
  readonly agency: string;
  /** Planned seconds a second. */
  readonly speed: number;
  readonly troubles: DeviceTroubleRates;
  /** Of which the keys of all devices are made. */
  readonly keySecret: string;
  /**
   * Devices follow the deny list of the back office at `url` and refuse whom it names. Without it a day's result is the
   * same however the payments of others went meanwhile, which a comparison of two days needs.
   */
  readonly followsList?: boolean;
  readonly signal: AbortSignal;
  readonly progress: (state: FleetState) => void;
}

export interface FleetState {
  readonly plannedMs: number;
  readonly made: number;
  readonly planned: number;
  readonly queued: number;
  readonly devicesDone: number;
  /** Devices whose taps the back office refuses to take, by what it says of them. */
  readonly refused: ReadonlyMap<string, number>;
}

const TICK_MS = 100;
const PROGRESS_MS = 2000;
const ON_AT_MS = 3 * 3_600_000;
const SOCKETS = 64;
const DEVICE_CONFIG = { receiptTimeoutMs: 4000, heartbeatMs: 60_000, lingerMs: 1, longestWaitMs: 5000 };

export function deviceIdOf(index: number): string {
  return `SIM${String(index + 1).padStart(4, '0')}`;
}

export function keyOf(keySecret: string, deviceId: string): DeviceKey {
  return DeviceKey.derive(`${keySecret} ${deviceId}`);
}

/** Lives the day to its end and until every tap has its receipt, or the signal. Answers whether all have. */
export async function runTapFleet(options: TapFleetOptions): Promise<boolean> {
  mkdirSync(options.home, { recursive: true });
  const fleet = new TapFleet(options);
  try {
    return await fleet.run();
  } finally {
    await fleet.close();
  }
}

function openOffice({ followsList, url, keySecret }: TapFleetOptions): FleetOffice | undefined {
  if (followsList !== true || url === undefined) return undefined;
  const office = new FleetOffice(url, () => undefined);
  const deviceId = deviceIdOf(0);
  office.follow(deviceId, new DeviceSigner({ deviceId, key: keyOf(keySecret, deviceId) }));
  return office;
}

class TapFleet {
  readonly #options: TapFleetOptions;
  readonly #devices: SimulatedDevice[] = [];
  readonly #byId = new Map<string, SimulatedDevice>();
  readonly #ways: DeviceTransport[] = [];
  readonly #planned: number;
  readonly #office: FleetOffice | undefined;
  /** All share one way to sessions, as validators behind one gateway. */
  readonly #desk: SessionDesk | undefined;

  constructor(options: TapFleetOptions) {
    this.#options = options;
    const { seed, dayStartMs, home, keySecret, troubles } = options;
    const plans = planTapDay(options);
    this.#planned = plans.reduce((sum, { length }) => sum + length, 0);
    const ways = this.#openWays();
    this.#office = openOffice(options);
    this.#desk = options.url === undefined ? undefined : new SessionDesk(options.url);
    plans.forEach((plan, i) => {
      const deviceId = deviceIdOf(i);
      const device = new SimulatedDevice({
        deviceId,
        journalPath: join(home, `${deviceId}.log`),
        signer: new DeviceSigner({ deviceId, key: keyOf(keySecret, deviceId), desk: this.#desk }),
        transport: ways[i % ways.length]!,
        plan,
        troubles: planDeviceTroubles(seed, i, dayStartMs, troubles),
        onSinceMs: dayStartMs + ON_AT_MS,
        config: DEVICE_CONFIG,
        ...(this.#office && { fleet: this.#office }),
      });
      this.#devices.push(device);
      this.#byId.set(deviceId, device);
    });
    ways.forEach((way, w) => {
      way.watch((isUp) => {
        this.#devices.forEach((device, i) => {
          if (i % ways.length === w) device.setNetwork(isUp);
        });
      });
    });
  }

  async run(): Promise<boolean> {
    const { signal, speed, progress } = this.#options;
    // A day that was broken off goes on where the last device had come to.
    const fromMs = Math.max(...this.#devices.map(({ livedToMs }) => livedToMs));
    const startedMs = performance.now();
    let toldMs = 0;
    while (!signal.aborted) {
      const plannedMs = fromMs + (performance.now() - startedMs) * speed;
      for (const device of this.#devices) device.liveTo(plannedMs);
      const isDone = this.#devices.every((device) => device.isDone);
      if (isDone || performance.now() - toldMs > PROGRESS_MS) {
        toldMs = performance.now();
        progress(this.#state(plannedMs));
      }
      if (isDone) return true;
      await delay(TICK_MS, undefined, { signal }).catch(() => undefined);
    }
    return false;
  }

  async close(): Promise<void> {
    await this.#office?.stop();
    this.#desk?.close();
    for (const way of this.#ways) await way.close();
    for (const { validator } of this.#devices) validator.close();
  }

  /** Where both ways are given, every second device takes the other. */
  #openWays(): DeviceTransport[] {
    const { url, mqtt, agency, troubles } = this.#options;
    const ways: DeviceTransport[] = [];
    if (url !== undefined) ways.push(new HttpTransport(url, { maxSockets: SOCKETS }));
    if (mqtt !== undefined) {
      ways.push(
        new MqttTransport({
          endpoint: { url: mqtt },
          agency,
          connections: 4,
          onReceipt: (deviceId, receipt) => {
            this.#byId.get(deviceId)?.validator.receive(receipt);
          },
        }),
      );
    }
    this.#ways.push(...ways);
    return ways.map((way) => new FaultyTransport(way, troubles, Math.random));
  }

  #state(plannedMs: number): FleetState {
    let made = 0;
    let queued = 0;
    let devicesDone = 0;
    const refused = new Map<string, number>();
    for (const device of this.#devices) {
      const { queue, refusal } = device.validator.state;
      made += device.made;
      queued += queue.length;
      if (device.isDone) devicesDone++;
      if (refusal !== undefined) refused.set(refusal, (refused.get(refusal) ?? 0) + 1);
    }
    return { plannedMs, made, planned: this.#planned, queued, devicesDone, refused };
  }
}
