/**
 * The process of the trackers: a fleet that reports over MQTT at QoS 1, each vehicle at even intervals. Places are
 * worked out before the first is sent, so that what is measured is not this. Started by the benchmark with a
 * channel: says when it begins, and at the end what it sent when.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { MqttPublisher } from '@rukh/adapters/mqtt';
import { encodeVehicleReports } from '@rukh/adapters/protobuf';
import type { Schedule } from '@rukh/domain/gtfs';
import { type Drive, copiedId, listDrives, placeOf, readLviv } from './busy-city.ts';

export interface FleetSettings {
  readonly agency: string;
  readonly brokerUrl: string;
  readonly username: string;
  readonly password: string;
  readonly vehicles: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly connections: number;
  /** Where in the peak the fleet begins, seconds after its start. */
  readonly fromSeconds: number;
  /** Whether trackers name their trips. */
  readonly hints: boolean;
  /** File for what was sent: vehicle, timestamp and time of publishing, ms, as doubles. */
  readonly logFile: string;
}

/** What the process says at its end. */
export interface FleetResult {
  readonly sent: number;
  readonly refused: number;
  /** Most milliseconds by which a report was published later than it was due. */
  readonly worstLateMs: number;
}

const TICK_MS = 5;

/** Places of all vehicles, one row a report: lat, lon, bearing, metres, trip. */
class Route {
  readonly #values: Float64Array;

  constructor(
    schedule: Schedule,
    drives: readonly Drive[],
    reports: number,
    secondsOf: (i: number, n: number) => number,
  ) {
    this.#values = new Float64Array(drives.length * reports * 5);
    for (const [i, drive] of drives.entries()) {
      for (let n = 0; n < reports; n++) {
        const { lat, lon, bearing, metres, trip } = placeOf(schedule, drive, secondsOf(i, n));
        this.#values.set([lat, lon, bearing, metres, trip], (i * reports + n) * 5);
      }
    }
  }

  row(index: number): Float64Array {
    return this.#values.subarray(index * 5, index * 5 + 5);
  }
}

/** The fleet's reports, ready to go: what is due when, of which vehicle, and its bytes. */
class Fleet {
  readonly #schedule: Schedule;
  readonly #drives: readonly Drive[];
  readonly #route: Route;
  readonly #intervalMs: number;
  readonly #hints: boolean;
  readonly count: number;
  readonly #reports: number;

  constructor(schedule: Schedule, { vehicles, perSecond, seconds, fromSeconds, hints }: FleetSettings) {
    this.#schedule = schedule;
    this.#hints = hints;
    this.#intervalMs = (vehicles / perSecond) * 1000;
    this.#reports = Math.ceil((seconds * 1000) / this.#intervalMs);
    this.count = vehicles * this.#reports;
    this.#drives = listDrives(schedule, vehicles, fromSeconds + seconds);
    this.#route = new Route(schedule, this.#drives, this.#reports, (i, n) => {
      return fromSeconds + this.dueMs(n * vehicles + i) / 1000;
    });
  }

  /** Index of the vehicle of a report. */
  vehicleOf(report: number): number {
    return report % this.#drives.length;
  }

  vehicleIdOf(report: number): string {
    return this.#drives[this.vehicleOf(report)]!.vehicleId;
  }

  /** When a report is due, after the first. */
  dueMs(report: number): number {
    const vehicles = this.#drives.length;
    const phase = this.vehicleOf(report) / vehicles;
    return Math.floor(report / vehicles) * this.#intervalMs + Math.floor(phase * this.#intervalMs);
  }

  encode(report: number, timestampSeconds: number): Uint8Array {
    const { vehicleId, copy } = this.#drives[this.vehicleOf(report)]!;
    const n = Math.floor(report / this.#drives.length);
    const row = this.#route.row(this.vehicleOf(report) * this.#reports + n);
    const [lat, lon, bearing, odometerMetres, trip] = row as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    const { trips, routes } = this.#schedule;
    const routeId = copiedId(routes[trips.route[trip]!]!.routeId, copy);
    const hints = this.#hints ? { tripId: copiedId(trips.ids[trip]!, copy), routeId } : {};
    const place = { lat, lon, bearing, odometerMetres, speedMetresPerSecond: 7 };
    return encodeVehicleReports([{ vehicleId, timestampSeconds, ...place, ...hints }]);
  }
}

async function run(settings: FleetSettings): Promise<void> {
  const fleet = new Fleet(await readLviv(), settings);
  const publisher = new MqttPublisher({
    endpoint: { url: settings.brokerUrl, username: settings.username, password: settings.password },
    clientIdPrefix: 'bench',
    connections: settings.connections,
    maxInFlight: 200_000,
  });
  publisher.start();
  if (!(await publisher.untilConnected(20_000))) throw new Error('the broker takes no connections');
  const beginMs = Math.ceil(Date.now() / 1000 + 1) * 1000;
  process.send?.({ kind: 'ready', beginMs });
  const log = new Float64Array(fleet.count * 3);
  let refused = 0;
  let worstLateMs = 0;
  for (let next = 0; next < fleet.count;) {
    await delay(TICK_MS);
    const now = Date.now();
    for (; next < fleet.count && beginMs + fleet.dueMs(next) <= now; next++) {
      const due = beginMs + fleet.dueMs(next);
      const sender = fleet.vehicleIdOf(next);
      const payload = fleet.encode(next, due / 1000);
      log.set([fleet.vehicleOf(next), due, Date.now()], next * 3);
      worstLateMs = Math.max(worstLateMs, now - due);
      const topic = `rukh/v1/${settings.agency}/vehicle/${sender}/position`;
      void publisher.publish(topic, payload, { sender }).then((isTaken) => {
        if (!isTaken) refused++;
      });
    }
  }
  const deadline = Date.now() + 30_000;
  while (publisher.inFlight > 0 && Date.now() < deadline) await delay(TICK_MS);
  const result: FleetResult = { sent: fleet.count, refused: refused + publisher.inFlight, worstLateMs };
  writeFileSync(settings.logFile, log);
  process.send?.({ kind: 'done', ...result });
  await publisher.stop();
  process.disconnect();
}

await run(JSON.parse(process.argv[2]!) as FleetSettings);
