/**
 * All that the console knows of now, or of the moment that is shown again. Written by the connection, read by the
 * canvas each frame without React, and by components when the topic that they follow has changed.
 */
import type { DataLamp, DispatchException, LiveEventData, LiveSnapshot } from '@rukh/domain/dispatch';
import type { City } from './city.js';
import { type Vehicle, readVehicle } from './vehicle.js';

export type Topic =
  | 'network'
  | 'vehicles'
  | 'exceptions'
  | 'lamp'
  | 'link'
  /** Another moment of the past is shown. */
  | 'moment'
  | 'modes'
  | 'orders'
  | 'alerts'
  | 'journal'
  /** Accounts, carriers or the fleet were changed here. */
  | 'office'
  | 'lines'
  /** Named sets of lines. */
  | 'lineGroups';
export type LinkState = 'connecting' | 'live' | 'lost' | 'replay';
type CityMode = LiveSnapshot['cityModes'][number];

interface ReplayClock {
  readonly at: number;
  readonly rate: number;
  readonly since: number;
}

/** The clock of a replay stands still where the next snapshot is late by more than this. */
const LONGEST_STEP_SECONDS = 2;

/** Data older than this is called old, whatever the connection says. */
export const STALE_SECONDS = 15;

export class LiveStore {
  city: City | undefined;
  readonly vehicles = new Map<string, Vehicle>();
  readonly exceptions = new Map<string, DispatchException>();
  lamp: DataLamp | undefined;
  /** When it was told, epoch seconds. */
  lampAt = 0;
  cityModes: readonly CityMode[] = [];
  link: LinkState = 'connecting';
  /** Of the newest word of the server, its own time. */
  at = 0;
  /** Vehicles whose rows came since the canvas last looked. */
  readonly moved = new Set<string>();
  #clockOffset: number | undefined;
  #replay: ReplayClock | undefined;
  readonly #versions = new Map<Topic, number>();
  readonly #listeners = new Map<Topic, Set<() => void>>();

  /** Epoch seconds by the server's clock; of the past, the moment that what is known is of. */
  now(): number {
    return this.#replay?.at ?? this.serverNow();
  }

  /** The clock that vehicles move by: played, the past runs on between two moments that are known. */
  motionNow(): number {
    if (!this.#replay) return this.serverNow();
    const { at, rate, since } = this.#replay;
    return at + rate * Math.min(LONGEST_STEP_SECONDS, performance.now() / 1000 - since);
  }

  serverNow(): number {
    return Date.now() / 1000 + (this.#clockOffset ?? 0);
  }

  /** Shows another moment, running on at so many seconds a second; `undefined` shows now. */
  setReplayTime(at: number | undefined, rate = 0): void {
    this.#replay = at === undefined ? undefined : { at, rate, since: performance.now() / 1000 };
  }

  /** Seconds of what is shown that pass in a second; undefined of now. */
  get replayRate(): number | undefined {
    return this.#replay?.rate;
  }

  setCity(city: City): void {
    this.city = city;
    this.#tell('network');
  }

  setLink(link: LinkState): void {
    if (this.link === link) return;
    this.link = link;
    this.#tell('link');
  }

  takeSnapshot(snapshot: LiveSnapshot): void {
    this.#hear(snapshot.at);
    const there = new Set<string>();
    for (const row of snapshot.vehicles) there.add(this.#takeVehicle(readVehicle(row)));
    for (const id of this.vehicles.keys()) if (!there.has(id)) this.vehicles.delete(id);
    this.exceptions.clear();
    for (const exception of snapshot.exceptions) this.exceptions.set(exception.exceptionId, exception);
    this.lamp = snapshot.lamp;
    this.lampAt = snapshot.at;
    this.cityModes = snapshot.cityModes;
    this.#tell('vehicles', 'exceptions', 'lamp', 'modes');
    if (this.#replay) this.#tell('moment');
  }

  takeVehicles({ at, changed, gone }: LiveEventData['vehicles']): void {
    this.#hear(at);
    for (const row of changed) this.#takeVehicle(readVehicle(row));
    for (const id of gone) this.vehicles.delete(id);
    this.#tell('vehicles');
  }

  takeException(exception: DispatchException): void {
    if (exception.state === 'solved') this.exceptions.delete(exception.exceptionId);
    else this.exceptions.set(exception.exceptionId, exception);
    this.#tell('exceptions');
  }

  takeLamp(lamp: DataLamp): void {
    this.lamp = lamp;
    this.lampAt = this.serverNow();
    this.#tell('lamp');
  }

  takeModes(modes: readonly CityMode[]): void {
    this.cityModes = modes;
    this.#tell('modes');
  }

  /** Something was changed that views ask for themselves. */
  notice(topic: Topic): void {
    this.#tell(topic);
  }

  version(topic: Topic): number {
    return this.#versions.get(topic) ?? 0;
  }

  watch(topic: Topic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  #takeVehicle(vehicle: Vehicle): string {
    this.vehicles.set(vehicle.vehicleId, vehicle);
    this.moved.add(vehicle.vehicleId);
    return vehicle.vehicleId;
  }

  /** The newest word tells how far this machine's clock is off: by the message that was least on its way. */
  #hear(at: number): void {
    this.at = at;
    if (this.#replay) return;
    const offset = at - Date.now() / 1000;
    this.#clockOffset = Math.max(offset, (this.#clockOffset ?? offset) - 0.001);
  }

  #tell(...topics: readonly Topic[]): void {
    for (const topic of topics) {
      this.#versions.set(topic, this.version(topic) + 1);
      for (const listener of this.#listeners.get(topic) ?? []) listener();
    }
  }
}

export const live = new LiveStore();
