import type { DeviceTroubles, PlannedTap } from '@rukh/domain/simulation';
import { type ValidatorConfig, makeConfig } from '@rukh/domain/validator';
import { DeviceClock } from './device-clock.js';
import type { DeviceSigner } from './device-signer.js';
import type { DeviceTransport } from './device-transport.js';
import type { FleetOffice } from './fleet-office.js';
import { RunningValidator } from './running-validator.js';

export interface SimulatedDeviceParts {
  readonly deviceId: string;
  readonly journalPath: string;
  readonly signer: DeviceSigner;
  readonly transport: DeviceTransport;
  readonly plan: readonly PlannedTap[];
  readonly troubles: DeviceTroubles;
  /** When its day began and it was switched on, milliseconds since 1970 UTC. */
  readonly onSinceMs: number;
  readonly config?: Partial<Omit<ValidatorConfig, 'deviceId'>>;
  /** Undefined: nobody is on the list of the simulated city, and it is never stale. */
  readonly fleet?: FleetOffice;
}

/**
 * A validator whose day was planned. The day may go by faster than time: taps are then made at their planned moments,
 * in the past, and sent now, as by a device that was without a network since. Its uptime counts both.
 */
export class SimulatedDevice {
  readonly validator: RunningValidator;
  readonly #parts: SimulatedDeviceParts;
  readonly #clock: DeviceClock;
  /** The moment lived through; undefined: now. */
  #plannedMs: number | undefined;
  #next: number;
  #isOffline = false;
  #isNetworkUp = false;

  constructor(parts: SimulatedDeviceParts) {
    this.#parts = parts;
    const { deviceId, journalPath, signer, transport, troubles, onSinceMs, config } = parts;
    this.#plannedMs = onSinceMs;
    this.#clock = new DeviceClock(troubles.driftMs, () => this.#plannedMs ?? Date.now());
    this.validator = new RunningValidator({
      config: makeConfig(deviceId, config),
      journalPath,
      // The machine is not switched off in a simulation; a process that is killed loses nothing that was written.
      journalOptions: { sync: false, compactAboveBytes: Infinity },
      signer,
      transport,
      clock: this.#clock,
    });
    // Each planned tap is one number: the journal tells how far the day had come.
    this.#takeList();
    this.#next = this.validator.state.lastSeq;
    // It starts where its day had come to: who rode a moment before is known by the clock.
    if (this.#next > 0) this.#crash(this.livedToMs);
    this.#plannedMs = undefined;
  }

  /** The planned moment of the last tap made, or of the start. */
  get livedToMs(): number {
    return this.#parts.plan[this.#next - 1]?.atMs ?? this.#parts.onSinceMs;
  }

  get made(): number {
    return this.#next;
  }

  get isDone(): boolean {
    return this.#next === this.#parts.plan.length && this.validator.state.queue.length === 0;
  }

  setNetwork(isUp: boolean): void {
    this.#isNetworkUp = isUp;
    this.#connect();
  }

  /** Lives up to a planned moment, and sends what there is to send, now. */
  liveTo(plannedMs: number): void {
    const { plan, troubles } = this.#parts;
    while (this.#next < plan.length && plan[this.#next]!.atMs <= plannedMs) {
      const tap = plan[this.#next]!;
      const crash = troubles.crashesMs.find((atMs) => atMs > this.livedToMs && atMs <= tap.atMs);
      if (crash !== undefined) this.#crash(crash);
      this.#plannedMs = tap.atMs;
      const isListed = this.#parts.fleet?.isListed(tap.token);
      this.validator.hold({
        type: 'CARD_READ',
        token: tap.token,
        ...(isListed !== undefined && { isListed }),
        mediaType: tap.kind.mediaType,
        extras: tap.extras,
        verification: { verdict: tap.kind.verdict },
      });
      this.#plannedMs = undefined;
      this.#next++;
    }
    const isOffline = troubles.offline.some(({ fromMs, toMs }) => fromMs <= plannedMs && plannedMs < toMs);
    if (isOffline !== this.#isOffline) {
      this.#isOffline = isOffline;
      this.#connect();
    }
    this.validator.happen({ type: 'TICK' });
  }

  #crash(atMs: number): void {
    this.#plannedMs = atMs;
    this.validator.crash();
    this.#takeList();
    this.#plannedMs = undefined;
    this.#connect();
  }

  #takeList(): void {
    const { fleet } = this.#parts;
    if (fleet === undefined) {
      this.validator.happen({ type: 'LIST', list: { version: 0, confirmedAtMs: Infinity } });
    } else {
      fleet.add(this.validator);
      fleet.tellAll();
    }
  }

  #connect(): void {
    this.validator.setOffline(this.#isOffline || !this.#isNetworkUp);
  }
}
