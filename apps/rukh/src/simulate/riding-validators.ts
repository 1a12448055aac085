/**
 * Validators that ride on simulated vehicles: who gets on taps, on the device of that vehicle, while it stands. The
 * devices are made known to the back office as their first rider comes.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Schedule } from '@rukh/domain/gtfs';
import { type FleetVehicle, type RiderTap, Riders, type ServedStop } from '@rukh/domain/simulation';
import { type CardRead, type OnlineAnswer, makeConfig } from '@rukh/domain/validator';
import { DeviceClock } from '../validator/device-clock.js';
import { DeviceKey } from '../validator/device-key.js';
import { DeviceSigner } from '../validator/device-signer.js';
import { FleetOffice } from '../validator/fleet-office.js';
import { HttpTransport } from '../validator/http-transport.js';
import { OnlineCheck } from '../validator/online-check.js';
import { RunningValidator } from '../validator/running-validator.js';
import { SessionDesk } from '../validator/session-desk.js';
import { OfficeClient } from './office-client.js';

export interface RidingOptions {
  readonly url: string;
  readonly adminToken: string;
  /** Folder of the devices' journals. */
  readonly home: string;
  readonly seed: number;
  readonly onError: (message: string) => void;
}

interface Device {
  readonly validator: RunningValidator;
  readonly check: OnlineCheck;
  /** Riders who wait for the answer to the one before them. */
  line: Promise<void>;
  /** The moment that its clock shows, while a tap of a moment ago is made. */
  atMs: number | undefined;
}

/** GTFS-realtime WheelchairAccessible. */
const WHEELCHAIR_ACCESSIBLE = 2;
const RIDERS = 150_000;
const SOCKETS = 32;
const RETRY_MS = 5000;
/** A device has been on for so long when its first rider comes. */
const WARM_UP_MS = 60_000;
const CITY = {
  operatorId: 'city',
  name: 'Lviv',
  names: { uk: 'Львівська громада', en: 'Lviv community' },
};
/** Of cards with a concession, so many are students'. */
const STUDENTS = 4;
/** Riders board at both companies, in the demonstration as in Lviv. */
const TRAMS = { operatorId: 'let', operatorName: 'Lvivelectrotrans' } as const;
const BUSES = { operatorId: 'atp1', operatorName: 'ATP-1' } as const;
const UKRAINIAN = { let: 'Львівелектротранс', atp1: 'АТП-1' };

export class RidingValidators {
  readonly #office: OfficeClient;
  readonly #fleet: FleetOffice;
  readonly #transport: HttpTransport;
  readonly #desk: SessionDesk;
  readonly #riders: Riders;
  readonly #devices = new Map<string, Device>();
  readonly #issued = new Set<string>();
  /** What the back office has still to be told, one after another. */
  #errands: Promise<void> = Promise.resolve();
  #isStopped = false;
  #made = 0;

  constructor(
    private readonly schedule: Schedule,
    private readonly options: RidingOptions,
  ) {
    mkdirSync(options.home, { recursive: true });
    this.#office = new OfficeClient(options.url, options.adminToken);
    this.#fleet = new FleetOffice(options.url, ({ message }) => {
      options.onError(message);
    });
    this.#desk = new SessionDesk(options.url);
    this.#transport = new HttpTransport(options.url, { maxSockets: SOCKETS });
    this.#riders = new Riders({ seed: options.seed, riders: RIDERS });
    this.#tell(() => this.#office.addOperator(CITY.operatorId, CITY.name, 'FUNDING_BODY', CITY.names));
    for (const { operatorId, operatorName } of [TRAMS, BUSES] as const) {
      const names = { uk: UKRAINIAN[operatorId] };
      this.#tell(() => this.#office.addOperator(operatorId, operatorName, 'CARRIER', names));
    }
  }

  /** Makes the vehicles known: each is its agency's, as the schedule has it. */
  register(vehicles: readonly FleetVehicle[]): void {
    const rows = vehicles.map(({ id, agency, label, licensePlate, wheelchairAccessible }) => ({
      vehicleId: id,
      carrierId: this.schedule.agencies[agency]!.agencyId,
      label,
      plate: licensePlate,
      isLowFloor: wheelchairAccessible === WHEELCHAIR_ACCESSIBLE,
    }));
    this.#tell(() => this.#office.registerFleet(rows));
  }

  /** Taps made so far. */
  get made(): number {
    return this.#made;
  }

  /** Taps for which there is no receipt yet. */
  get queued(): number {
    let queued = 0;
    for (const { validator } of this.#devices.values()) queued += validator.state.queue.length;
    return queued;
  }

  /** Lets those tap who got on at these stops, and devices do what is due. */
  live(served: readonly ServedStop[]): void {
    for (const stop of served) for (const tap of this.#riders.board(stop)) this.#tap(tap, stop);
    for (const { validator } of this.#devices.values()) validator.happen({ type: 'TICK' });
  }

  async close(): Promise<void> {
    this.#isStopped = true;
    await this.#fleet.stop();
    this.#desk.close();
    await Promise.all([...this.#devices.values()].map(({ line }) => line));
    await this.#transport.close();
    for (const { validator } of this.#devices.values()) validator.close();
  }

  #tap({ token, kind, extras, atMs, rider }: RiderTap, stop: ServedStop): void {
    if (kind.name === 'concession' && !this.#issued.has(token)) {
      this.#issued.add(token);
      const category = rider % STUDENTS === 0 ? 'student' : 'concession';
      this.#tell(() => this.#office.issueConcession(token, category, CITY.operatorId));
    }
    const device = this.#deviceOf(stop, atMs - WARM_UP_MS);
    const verification = { verdict: kind.verdict };
    const isListed = this.#fleet.isListed(token);
    const listed = isListed === undefined ? {} : { isListed };
    const held = {
      type: 'CARD_READ',
      token,
      mediaType: kind.mediaType,
      extras,
      verification,
      ...listed,
    } as const;
    this.#made++;
    // One after another, as riders do who stand before a door.
    device.line = device.line.then(async () => {
      const online = await this.#ask(device, held);
      if (this.#isStopped) return;
      device.atMs = atMs;
      device.validator.happen({ ...held, ...(online && { online }) });
      device.atMs = undefined;
    });
  }

  /** A validator with a network asks before it opens. */
  async #ask({ validator, check }: Device, held: CardRead): Promise<OnlineAnswer | undefined> {
    return held.mediaType === 'CASH' || !validator.state.isConnected ? undefined : check.ask(held);
  }

  /** The device of the vehicle; a new one was switched on at `sinceMs`. */
  #deviceOf({ vehicleId, instance }: ServedStop, sinceMs: number): Device {
    const known = this.#devices.get(vehicleId);
    if (known) return known;
    const deviceId = `V${vehicleId.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`.slice(0, 32);
    const key = DeviceKey.derive(`riding ${this.options.adminToken} ${deviceId}`);
    const signer = new DeviceSigner({ deviceId, key, desk: this.#desk });
    const check = new OnlineCheck({ url: this.options.url, deviceId, vehicleId, signer });
    const device: Omit<Device, 'validator'> & { validator?: RunningValidator } = {
      check,
      line: Promise.resolve(),
      atMs: sinceMs,
    };
    device.validator = new RunningValidator({
      config: makeConfig(deviceId, {}),
      journalPath: join(this.options.home, `${deviceId}.log`),
      journalOptions: { sync: false },
      signer,
      transport: this.#transport,
      clock: new DeviceClock(0, () => device.atMs ?? Date.now()),
    });
    device.atMs = undefined;
    const made = device as Device;
    this.#devices.set(vehicleId, made);
    made.validator.setOffline(true);
    this.#fleet.add(made.validator);
    this.#tell(async () => {
      await this.#office.installDevice({ deviceId, vehicleId, ...this.#operatorOf(instance.trip), key });
      if (this.#isStopped) return;
      made.validator.setOffline(false);
      this.#fleet.follow(deviceId, signer);
      this.#fleet.tellAll();
    });
    return made;
  }

  #operatorOf(trip: number): typeof TRAMS | typeof BUSES {
    const { trips, patterns, routes } = this.schedule;
    const route = routes[patterns[trips.pattern[trip]!]!.route]!;
    return route.type === 0 || route.shortName.startsWith('Т') ? TRAMS : BUSES;
  }

  /** Runs the errand after those before it, again and again until it is done. */
  #tell(errand: () => Promise<void>): void {
    this.#errands = this.#errands.then(async () => {
      while (!this.#isStopped) {
        try {
          await errand();
          return;
        } catch (error) {
          this.options.onError((error as Error).message);
          await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
        }
      }
    });
  }
}
