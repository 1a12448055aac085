import { setTimeout as delay } from 'node:timers/promises';
import { MqttPublisher } from '@rukh/adapters/mqtt';
import { encodeVehicleReports } from '@rukh/adapters/protobuf';
import { type ServedStop, type SimulatedReport, type Simulation, step } from '@rukh/domain/simulation';
import type { VehicleReport } from '@rukh/domain/vehicle';
import type { BrokerEndpoint } from '@rukh/service';

/**
 * Plays a simulation over MQTT as it happens, each report when it would arrive. While the broker is away the
 * trackers keep what they have, as real ones do, and send it with their next report; beyond ten minutes' worth
 * they forget the oldest.
 */
export interface LiveOptions {
  readonly broker: BrokerEndpoint;
  readonly agency: string;
  /** Simulated seconds a second. */
  readonly speed: number;
  readonly connections: number;
  readonly qos: 0 | 1;
  /** Simulated time at which to end; Infinity goes on until `signal`. */
  readonly untilSeconds: number;
  readonly signal: AbortSignal;
  readonly progress: (state: LiveState) => void;
  /** Told the stops served since it was told last, several times a second. */
  readonly onServed?: (served: readonly ServedStop[]) => void;
}

export interface LiveState {
  readonly atSeconds: number;
  readonly vehicles: number;
  /** Reports that the broker took. */
  readonly sent: number;
  /** Reports that trackers keep because the broker is away. */
  readonly kept: number;
  readonly connected: number;
  /** What the broker last complained of, since it was last connected. */
  readonly trouble?: string;
}

/** How often reports are sent that have become due. */
const TICK_MS = 50;
const PROGRESS_MS = 5000;
/** What one tracker keeps. */
const KEPT_REPORTS = 120;
/** After a pause of the machine longer than this, what would have been sent in it is left out. */
const LONGEST_PAUSE_SECONDS = 120;

/** Plays until the end or the signal; answers how many reports the broker took. */
export async function simulateLive(simulation: Simulation, options: LiveOptions): Promise<number> {
  const stage = new Stage(options);
  const startedMs = Date.now();
  const from = simulation.nowSeconds;
  const due: SimulatedReport[] = [];
  let toldMs = 0;
  while (!options.signal.aborted) {
    const now = from + ((Date.now() - startedMs) / 1000) * options.speed;
    const paused = now - simulation.nowSeconds > LONGEST_PAUSE_SECONDS * Math.max(1, options.speed);
    const { reports, visits } = step(simulation, Math.min(now + 1, options.untilSeconds));
    if (!paused) due.push(...reports);
    stage.send(due, now);
    options.onServed?.(paused ? [] : visits);
    if (Date.now() - toldMs > PROGRESS_MS) {
      toldMs = Date.now();
      options.progress(stage.state(now, simulation.trackers.length));
    }
    if (now > options.untilSeconds + 1) break;
    await delay(TICK_MS, undefined, { signal: options.signal }).catch(() => undefined);
  }
  return stage.close();
}

/** The trackers as the broker sees them. */
class Stage {
  readonly #options: LiveOptions;
  readonly #publisher: MqttPublisher;
  /** What vehicles could not send yet, oldest first. */
  readonly #kept = new Map<string, VehicleReport[]>();
  #sent = 0;
  #trouble: string | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#publisher = new MqttPublisher({
      endpoint: options.broker,
      clientIdPrefix: 'rukh-simulate',
      connections: options.connections,
      qos: options.qos,
      onError: (error) => (this.#trouble = error.message === '' ? error.name : error.message),
    });
    this.#publisher.start();
  }

  /** Sends the reports at the head of `due` that have arrived by `now`; those of one instant in one message. */
  send(due: SimulatedReport[], now: number): void {
    let i = 0;
    while (i < due.length && due[i]!.arrivesAtSeconds <= now) {
      const { arrivesAtSeconds, report } = due[i]!;
      const message = [report];
      for (i++; i < due.length; i++) {
        const next = due[i]!;
        if (next.arrivesAtSeconds !== arrivesAtSeconds || next.report.vehicleId !== report.vehicleId) break;
        message.push(next.report);
      }
      void this.#publish(report.vehicleId, message);
    }
    due.splice(0, i);
  }

  state(atSeconds: number, vehicles: number): LiveState {
    const { connected } = this.#publisher;
    if (connected > 0) this.#trouble = undefined;
    let kept = 0;
    for (const reports of this.#kept.values()) kept += reports.length;
    const state = { atSeconds, vehicles, sent: this.#sent, kept, connected };
    return this.#trouble === undefined ? state : { ...state, trouble: this.#trouble };
  }

  async close(): Promise<number> {
    await this.#publisher.stop();
    return this.#sent;
  }

  async #publish(vehicleId: string, reports: readonly VehicleReport[]): Promise<void> {
    const message = [...(this.#kept.get(vehicleId) ?? []), ...reports];
    this.#kept.delete(vehicleId);
    const topic = `rukh/v1/${this.#options.agency}/vehicle/${vehicleId}/position`;
    const taken = await this.#publisher.publish(topic, encodeVehicleReports(message), { sender: vehicleId });
    if (taken) {
      this.#sent += message.length;
      return;
    }
    // What was reported meanwhile is newer.
    this.#kept.set(vehicleId, [...message, ...(this.#kept.get(vehicleId) ?? [])].slice(-KEPT_REPORTS));
  }
}
